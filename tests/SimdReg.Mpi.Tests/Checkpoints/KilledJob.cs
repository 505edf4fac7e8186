using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using SimdReg.Lanes;

namespace SimdReg.Mpi.Tests;

/// <summary>A job that resumes from a folder and saves every third step. One rank may kill itself. Rank 0 prints where it resumed, and the checksum of all weights at the end.</summary>
/// <remarks>Arguments: the folder; "alone" for no MPI; then, to kill, how, the rank and the step.</remarks>
internal sealed class KilledJob : Scenario
{
    public const int StepCount = 12;
    public const int SaveInterval = 3;
    private const int ExampleCount = 6;

    public override void Main(string[] arguments)
    {
        if (arguments.Contains("alone"))
        {
            Run(Communicator.Alone, arguments);
        }
        else
        {
            base.Main(arguments);
        }
    }

    protected override void Run(Communicator world, string[] arguments)
    {
        var random = new Random(3);
        var set = new ShardedSet<float>(world) { ChunkLength = 4096 };
        set.Add(Weights(random, 50_000), new Adam(0.01), new L1(0.001).Proximal());
        set.Add(Weights(random, 60_000), new FatalSgd(0.1));
        set.Add(Weights(random, 10_000).Select(weight => (BFloat16)weight).ToArray(), new Momentum(0.1, 0.9), new L2(0.01).Decoupled(), new(NumberFormat.EightBit) { Weights = WeightRounding.Stochastic });
        var loaded = set.LoadCheckpoint(arguments[0]);
        Print(world, $"resumed at {loaded?.StepCount ?? 0}");
        while (set.StepCount < StepCount)
        {
            for (var example = world.Rank; example < ExampleCount; example += world.Size)
            {
                CheckpointModel<float>.AddGradients(set, new((ExampleCount * (int)set.StepCount) + example));
            }

            var killed = arguments.Length == 4 && Number(arguments[2]) == world.Rank && Number(arguments[3]) == set.StepCount ? arguments[1] : "";
            if (killed == "in an update")
            {
                FatalSgd.UpdatesLeft = 600;
            }

            During(killed == "in a step", () => set.Step());
            if (set.StepCount % SaveInterval == 0)
            {
                During(killed == "in a save", () => set.SaveCheckpoint(arguments[0]));
            }
        }

        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var array in set.Arrays)
        {
            hash.AppendData(array.Bytes(0, array.WeightCount));
        }

        Print(world, $"weights: {Convert.ToHexStringLower(hash.GetHashAndReset())}");
    }

    private static void Print(Communicator world, string line)
    {
        if (world.Rank == 0)
        {
            Console.WriteLine(line);
        }
    }

    private static float[] Weights(Random random, int length) => [.. Enumerable.Range(0, length).Select(_ => random.NextSingle() - 0.5f)];

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    // SIGKILL: no code of this process runs after it.
    private static void Kill() => Process.GetCurrentProcess().Kill();

    /// <summary>Does the work. A process that is to be killed ends during it, or right after it: a timer may come late.</summary>
    private static void During(bool isKilled, Action work)
    {
        var killer = isKilled ? KillSoon() : null;
        work();
        killer?.Join();
    }

    private static Thread KillSoon()
    {
        var killer = new Thread(() =>
        {
            Thread.Sleep(TimeSpan.FromMilliseconds(3 * Random.Shared.NextDouble()));
            Kill();
        });
        killer.Start();
        return killer;
    }

    /// <summary>w ← w − α·g, and the end of the process after a number of updates.</summary>
    private readonly struct FatalSgd(double learningRate) : IUpdateRule<FatalSgd>
    {
        private static int _updatesLeft;

        public static int UpdatesLeft
        {
            set => _updatesLeft = value;
        }

        public static int StateCount => 0;

        public double LearningRate { get; } = learningRate;

        public FatalSgd WithLearningRate(double learningRate) => new(learningRate);

        public StepConstants AtStep(long stepNumber) => new(LearningRate);

        public L Update<L>(L weights, L gradients, in StepConstants constants, ref StateLanes<L> state)
            where L : struct, ILanes<L>
        {
            if (_updatesLeft > 0 && --_updatesLeft == 0)
            {
                Kill();
            }

            return L.Fma(L.Splat(-constants.LearningRate), gradients, weights);
        }
    }
}
