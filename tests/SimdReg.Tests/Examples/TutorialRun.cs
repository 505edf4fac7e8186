using System.Globalization;
using Tutorial;

namespace SimdReg.Tests.Examples;

/// <summary>All chapters of the tutorial, run once: what each has printed, and a folder with the tables of the figures.</summary>
public sealed class TutorialRun : IDisposable
{
    public TutorialRun()
    {
        // As the program has it.
        var culture = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        try
        {
            foreach (var chapter in Chapter.All)
            {
                using var output = new StringWriter { NewLine = "\n" };
                chapter.Run(new Page(output, Figures));
                Printed.Add(chapter.Name, output.ToString());
            }
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
    }

    /// <summary>The names of the chapters, in their order.</summary>
    public static IReadOnlyList<string> Chapters { get; } = [.. Chapter.All.Select(chapter => chapter.Name)];

    public Dictionary<string, string> Printed { get; } = [];

    public string Figures { get; } = Directory.CreateTempSubdirectory("simdreg-figures").FullName;

    public void Dispose() => Directory.Delete(Figures, recursive: true);
}
