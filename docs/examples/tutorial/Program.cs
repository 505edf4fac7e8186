using System.Text;
using Tutorial;

// Runs the chapters that are named, or all. After --figures comes the folder that takes the tables of their figures.

Console.OutputEncoding = Encoding.UTF8;
var (names, figures) = args is [.. var before, "--figures", var folder] ? (before, folder) : (args, null);
var chapters = Chapter.All.Where(chapter => names.Length == 0 || names.Contains(chapter.Name)).ToArray();
if (names.Except(chapters.Select(chapter => chapter.Name)).Any())
{
    Console.Error.WriteLine($"Usage: [{string.Join(" | ", Chapter.All.Select(chapter => chapter.Name))}] … [--figures folder]");
    return 1;
}

if (figures is not null)
{
    Directory.CreateDirectory(figures);
}

var page = new Page(Console.Out, figures);
foreach (var chapter in chapters)
{
    page.Line($"--- {chapter.Name} ---");
    page.Line();
    chapter.Run(page);
}

return 0;
