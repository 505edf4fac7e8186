using System.Text;
using Tutorial;

// Runs the chapters that are named, or all. With --figures, also writes the tables of their figures into a folder.

Console.OutputEncoding = Encoding.UTF8;
var flag = Array.IndexOf(args, "--figures");
var names = flag < 0 ? args : [.. args[..flag], .. args.Skip(flag + 2)];
var unknown = names.FirstOrDefault(name => Chapter.All.All(chapter => chapter.Name != name));
if (unknown is not null || flag == args.Length - 1 && flag >= 0)
{
    Console.Error.WriteLine($"usage: [{string.Join(" | ", Chapter.All.Select(chapter => chapter.Name))}] … [--figures folder]");
    return 1;
}

var page = new Page(Console.Out, flag < 0 ? null : args[flag + 1]);
foreach (var chapter in Chapter.All.Where(chapter => names.Length == 0 || names.Contains(chapter.Name)))
{
    page.Line($"--- {chapter.Name} ---");
    page.Line();
    chapter.Run(page);
}

return 0;
