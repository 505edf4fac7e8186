using System.Diagnostics;
using System.Globalization;
using SimdReg.Tests.Support;
using SimdReg.Tests.Widths;

namespace SimdReg.Tests.Soak;

/// <summary>The command <c>soak</c>: random cases for some minutes, in this process or in one for each knob.</summary>
/// <remarks>
/// <c>soak [--minutes M] [--seed N] [--case K] [--knobs]</c>. Without a seed one is drawn, and printed. With a case, that one alone is run.
/// The exit code is 0 if no number differs.
/// </remarks>
internal sealed class SoakCommand
{
    private const int Failed = 1;

    private double _minutes = 1;
    private ulong _seed = (ulong)Random.Shared.NextInt64(1_000_000_000);
    private long? _case;
    private bool _isUnderEveryKnob;

    /// <summary>Runs the command.</summary>
    public static int Run(IReadOnlyList<string> arguments)
    {
        var command = new SoakCommand();
        command.Read(arguments);
        return command._isUnderEveryKnob ? command.RunUnderEveryKnob()
            : command._case is { } number ? command.RunCase(number)
            : command.RunForMinutes();
    }

    private void Read(IReadOnlyList<string> arguments)
    {
        for (var i = 0; i < arguments.Count; i++)
        {
            switch (arguments[i])
            {
                case "--minutes":
                    _minutes = double.Parse(arguments[++i], CultureInfo.InvariantCulture);
                    break;
                case "--seed":
                    _seed = ulong.Parse(arguments[++i], CultureInfo.InvariantCulture);
                    break;
                case "--case":
                    _case = long.Parse(arguments[++i], CultureInfo.InvariantCulture);
                    break;
                case "--knobs":
                    _isUnderEveryKnob = true;
                    break;
                default:
                    throw new ArgumentException($"soak does not know {arguments[i]}: it takes --minutes, --seed, --case and --knobs.", nameof(arguments));
            }
        }
    }

    private int RunCase(long number) => Report(new Soaking(_seed).FirstDifference(number), number + 1, number);

    private int RunForMinutes()
    {
        var knobs = string.Join(", ", Knob.All.Where(knob => knob.IsSet));
        Console.WriteLine($"Seed {_seed}, {(knobs.Length > 0 ? knobs : $"{Knob.None}")}");
        var (soaking, clock) = (new Soaking(_seed), Stopwatch.StartNew());
        var number = 0L;
        string? difference = null;
        for (; difference is null && clock.Elapsed.TotalMinutes < _minutes; number++)
        {
            difference = soaking.FirstDifference(number);
        }

        return Report(difference, number, 0);
    }

    private int Report(string? difference, long end, long start)
    {
        Console.WriteLine(difference is null
            ? $"{end - start} cases, no difference."
            : $"{difference}\nRepeat it under the same knob with: soak --seed {_seed} --case {end - 1}");
        return difference is null ? 0 : Failed;
    }

    private int RunUnderEveryKnob()
    {
        var minutes = _minutes.ToString(CultureInfo.InvariantCulture);
        var seed = _seed.ToString(CultureInfo.InvariantCulture);
        var isClean = true;
        foreach (var knob in Knob.All.Prepend(Knob.None).Where(knob => knob == Knob.None || knob.Effect(Machine.Here) != Machine.Here))
        {
            var child = ChildProcess.Run(["soak", "--minutes", minutes, "--seed", seed], TimeSpan.FromMinutes(_minutes + 5), knob.Alone);
            Console.WriteLine(string.Join('\n', child.Lines) + child.Errors);
            isClean &= child.ExitCode == 0;
        }

        return isClean ? 0 : Failed;
    }
}
