using System.Text;
using Groups;

// Prints the tables of docs/structure.md. After --figures comes the folder that takes the tables of its figures.

Console.OutputEncoding = Encoding.UTF8;
if (args is not ([] or ["--figures", _]))
{
    Console.Error.WriteLine("Usage: [--figures folder]");
    return 1;
}

var study = Study.Run();
var shrinkage = Shrinkage.Run();
foreach (var line in (string[])[.. study.Markdown(), "", .. shrinkage.Markdown()])
{
    Console.WriteLine(line);
}

if (args is [_, var folder])
{
    Directory.CreateDirectory(folder);
    foreach (var (name, lines) in new[] { ("groups", study.Csv()), ("pixels", study.PixelCsv()), ("mcp", shrinkage.Csv()) })
    {
        File.WriteAllText(Path.Combine(folder, $"{name}.csv"), string.Join('\n', [.. lines, ""]));
    }
}

return 0;
