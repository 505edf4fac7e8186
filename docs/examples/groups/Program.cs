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
foreach (var line in study.Markdown())
{
    Console.WriteLine(line);
}

if (args is [_, var folder])
{
    Directory.CreateDirectory(folder);
    Write("groups", study.Csv());
    Write("pixels", study.PixelCsv());

    void Write(string name, IEnumerable<string> lines) => File.WriteAllText(Path.Combine(folder, $"{name}.csv"), string.Join('\n', [.. lines, ""]));
}

return 0;
