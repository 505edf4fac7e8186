using System.Collections.Concurrent;
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
            // The culture flows to the threads.
            Parallel.ForEach(Chapter.All, chapter =>
            {
                using var output = new StringWriter { NewLine = "\n" };
                chapter.Run(new Page(output, Figures));
                Printed[chapter.Name] = output.ToString();
            });
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
    }

    /// <summary>The names of the chapters, in their order.</summary>
    public static IReadOnlyList<string> Chapters { get; } = [.. Chapter.All.Select(chapter => chapter.Name)];

    public ConcurrentDictionary<string, string> Printed { get; } = [];

    public string Figures { get; } = Directory.CreateTempSubdirectory("simdreg-figures").FullName;

    public void Dispose() => Directory.Delete(Figures, recursive: true);
}
