using System.Text;
using Narrow;

// Prints the tables of docs/narrow.md. After --figures comes the folder that takes the table of its figure.

Console.OutputEncoding = Encoding.UTF8;
if (args is not ([] or ["--figures", _]))
{
    Console.Error.WriteLine("Usage: [--figures folder]");
    return 1;
}

var study = Study.Run();
foreach (var line in (string[])[.. Decay.Markdown(), "", .. study.Markdown()])
{
    Console.WriteLine(line);
}

if (args is [_, var folder])
{
    Directory.CreateDirectory(folder);
    File.WriteAllText(Path.Combine(folder, "narrow.csv"), string.Join('\n', [.. study.Csv(), ""]));
}

return 0;
