using System.Diagnostics;
using System.IO.Compression;
using System.Reflection.Metadata;
using System.Runtime.InteropServices;
using System.Text;
using System.Xml.Linq;
using SimdReg.Tests.Support;

namespace SimdReg.Tests.Packages;

/// <summary>The packages, made from a copy of the sources and used by projects outside the repository.</summary>
[Trait("Category", "Long")]
public sealed class PackageTests(PackageTests.Feed feed) : IClassFixture<PackageTests.Feed>
{
    [Fact]
    public void A_package_has_documentation_readme_icon_licence_and_targets_and_one_dependency()
    {
        using var package = ZipFile.OpenRead(Path.Combine(feed.Packages, $"SimdReg.{Feed.Version}.nupkg"));
        string[] expected = ["README.md", "icon.png", "buildTransitive/SimdReg.targets", "lib/net10.0/SimdReg.dll", "lib/net10.0/SimdReg.xml"];
        Assert.Subset(package.Entries.Select(entry => entry.FullName).ToHashSet(), expected.ToHashSet());

        using var reader = new StreamReader(package.GetEntry("SimdReg.nuspec")!.Open());
        var nuspec = reader.ReadToEnd();
        Assert.Contains("<license type=\"expression\">MIT</license>", nuspec, StringComparison.Ordinal);
        Assert.Contains("<dependency id=\"System.Numerics.Tensors\" version=\"10.0.0\"", nuspec, StringComparison.Ordinal);
        Assert.Equal(2, nuspec.Split("<dependency ").Length);

        using var readme = new StreamReader(package.GetEntry("README.md")!.Open());
        Assert.DoesNotContain("](", readme.ReadToEnd(), StringComparison.Ordinal); // No link that a package page could not follow.
    }

    [Fact]
    public void The_package_for_TorchSharp_depends_on_SimdReg_and_TorchSharp_but_not_on_libtorch()
    {
        using var package = ZipFile.OpenRead(Path.Combine(feed.Packages, $"SimdReg.TorchSharp.{Feed.Version}.nupkg"));
        using var stream = package.GetEntry("SimdReg.TorchSharp.nuspec")!.Open();
        var dependencies = XElement.Load(stream).Descendants().Where(element => element.Name.LocalName == "dependency").Select(element => ((string?)element.Attribute("id"), (string?)element.Attribute("version")));
        Assert.Equal([("SimdReg", Feed.Version), ("TorchSharp", "0.107.0")], dependencies.Order());
        Assert.NotNull(package.GetEntry("lib/net10.0/SimdReg.TorchSharp.xml"));
        Assert.NotNull(package.GetEntry("README.md"));
    }

    [Fact]
    public void The_package_for_MPI_depends_on_SimdReg_alone()
    {
        using var package = ZipFile.OpenRead(Path.Combine(feed.Packages, $"SimdReg.Mpi.{Feed.Version}.nupkg"));
        using var stream = package.GetEntry("SimdReg.Mpi.nuspec")!.Open();
        var dependency = Assert.Single(XElement.Load(stream).Descendants(), element => element.Name.LocalName == "dependency");
        Assert.Equal(("SimdReg", Feed.Version), ((string?)dependency.Attribute("id"), (string?)dependency.Attribute("version")));
        Assert.NotNull(package.GetEntry("lib/net10.0/SimdReg.Mpi.xml"));
        Assert.NotNull(package.GetEntry("README.md"));
    }

    [Fact]
    public void A_package_names_its_repository_and_commit_and_has_the_newest_section_of_the_changelog()
    {
        using var package = ZipFile.OpenRead(Path.Combine(feed.Packages, $"SimdReg.{Feed.Version}.nupkg"));
        using var stream = package.GetEntry("SimdReg.nuspec")!.Open();
        var metadata = XElement.Load(stream).Elements().Single();
        var ns = metadata.Name.Namespace;
        var repository = metadata.Element(ns + "repository")!;
        var commit = Feed.Run("git", feed.Sources, "rev-parse", "HEAD").Single();
        Assert.Equal(("git", $"{Feed.RemoteUrl}.git", commit), ((string?)repository.Attribute("type"), (string?)repository.Attribute("url"), (string?)repository.Attribute("commit")));

        var changelog = File.ReadAllText(Repository.PathTo("CHANGELOG.md"));
        var notes = metadata.Element(ns + "releaseNotes")!.Value;
        Assert.StartsWith("### ", notes, StringComparison.Ordinal);
        Assert.Contains($"{notes}\n", changelog, StringComparison.Ordinal);
        Assert.Equal(2, changelog[..changelog.IndexOf(notes, StringComparison.Ordinal)].Split("\n## ").Length);
    }

    [Fact]
    public void Symbols_link_to_the_sources_of_the_commit()
    {
        using var symbols = ZipFile.OpenRead(Path.Combine(feed.Packages, $"SimdReg.{Feed.Version}.snupkg"));
        using var memory = new MemoryStream();
        using (var stream = symbols.GetEntry("lib/net10.0/SimdReg.pdb")!.Open())
        {
            stream.CopyTo(memory);
        }

        memory.Position = 0;
        using var pdb = MetadataReaderProvider.FromPortablePdbStream(memory);
        var reader = pdb.GetMetadataReader();
        var sourceLink = new Guid("CC110556-A091-4D38-9FEC-25AB9A351A6A");
        var link = reader.CustomDebugInformation.Select(reader.GetCustomDebugInformation).Single(entry => reader.GetGuid(entry.Kind) == sourceLink);
        var commit = Feed.Run("git", feed.Sources, "rev-parse", "HEAD").Single();
        Assert.Contains($"{Feed.RemoteUrl.Replace("github.com", "raw.githubusercontent.com", StringComparison.Ordinal)}/{commit}/*", Encoding.UTF8.GetString(reader.GetBlobBytes(link.Value)), StringComparison.Ordinal);
    }

    [Fact]
    public void Two_packs_of_one_commit_have_the_same_bytes()
    {
        var again = feed.Pack("again");
        foreach (var first in Directory.GetFiles(feed.Packages))
        {
            Assert.Equal(File.ReadAllBytes(first), File.ReadAllBytes(Path.Combine(again, Path.GetFileName(first))));
        }
    }

    [Fact]
    public void A_program_gets_the_bits_of_the_tree_from_the_packages()
    {
        var project = feed.Project("plain", "");
        Assert.Equal(Expected, Feed.Dotnet(project, "run", "-c", "Release"));
    }

    [Theory]
    [InlineData("trimmed", "-p:PublishTrimmed=true --self-contained", "")]
    [InlineData("single-file", "-p:PublishSingleFile=true --self-contained false", "")]
    [InlineData("aot", "-p:PublishAot=true", "SIMDREG001")]
    [InlineData("aot-v3", "-p:PublishAot=true -p:IlcInstructionSet=x86-64-v3", "")]
    [InlineData("aot-silenced", "-p:PublishAot=true -p:NoWarn=SIMDREG001", "")]
    public void A_published_program_gets_the_bits_of_the_tree_with_no_warning_but_the_one_of_NativeAOT(string name, string arguments, string warning)
    {
        var project = feed.Project(name, "<TrimmerSingleWarn>false</TrimmerSingleWarn>");
        var output = Path.Combine(project, "published");
        var log = Feed.Dotnet(project, ["publish", "-c", "Release", "-r", Feed.Runtime, "-o", output, .. arguments.Split(' ')]);
        var warnings = log.Where(line => line.Contains("warning ", StringComparison.Ordinal)).ToList();
        if (warning.Length == 0 || !Feed.Runtime.EndsWith("-x64", StringComparison.Ordinal))
        {
            Assert.Empty(warnings);
        }
        else
        {
            Assert.All(warnings, line => Assert.Contains(warning, line, StringComparison.Ordinal));
            Assert.NotEmpty(warnings);
        }

        Assert.Equal(Expected, Feed.Run(Path.Combine(output, OperatingSystem.IsWindows() ? "consumer.exe" : "consumer"), project));
    }

    [Fact]
    public void An_FSharp_program_uses_the_package()
    {
        float[] weights = [0.5f, -0.25f, 0], gradients = [0.1f, 0, -0.2f];
        Optimizer<float>.Create(new Adam(0.01), new L1(0.1).Proximal(), weights.Length).Step(weights, gradients);
        new Sgd(0.1).Step(weights, gradients, new L2(0.3));
        var project = feed.Project("fsharp", "", isFSharp: true);
        Assert.Equal(
            [$"F#: {string.Join(' ', weights.Select(weight => $"{BitConverter.SingleToUInt32Bits(weight):x8}"))}"],
            Feed.Dotnet(project, "run", "-c", "Release"));
    }

    [Fact]
    public void A_project_that_refers_to_the_sources_may_be_stricter_and_of_an_older_language()
    {
        var project = feed.Project("reference", "", reference: Path.Combine(feed.Sources, "src/SimdReg/SimdReg.csproj"));
        File.Delete(Path.Combine(project, "Consumer.cs"));
        File.WriteAllText(Path.Combine(project, "Program.cs"), "Console.WriteLine(new SimdReg.Sgd(0.5).LearningRate);");
        Feed.Dotnet(project, "build", "-p:LangVersion=13", "-p:AnalysisLevel=latest-all", "-p:TreatWarningsAsErrors=true");
    }

    private static IEnumerable<string> Expected => Consumer.Results.Lines();

    /// <summary>A local feed with the packages, and projects that restore from it. All of it goes when the tests end.</summary>
    public sealed class Feed : IDisposable
    {
        private readonly string _folder = Directory.CreateTempSubdirectory("simdreg-packages-").FullName;

        public Feed()
        {
            Packages = Pack("feed");
            File.WriteAllText(Path.Combine(_folder, "nuget.config"), $"""
                <configuration><packageSources><add key="local" value="{Packages}" /></packageSources></configuration>
                """);
        }

        /// <summary>One of its own, because restored packages stay in the cache of the user.</summary>
        public static string Version { get; } = $"0.0.0-test{DateTime.UtcNow:yyyyMMddHHmmss}";

        /// <summary>Of the repository that the packages are made from.</summary>
        public const string RemoteUrl = "https://github.com/example/simdreg";

        public static string Runtime => RuntimeInformation.RuntimeIdentifier;

        public string Packages { get; }

        /// <summary>The copy of the sources that the packages were made from.</summary>
        public string Sources => Path.Combine(_folder, "feed-sources");

        /// <summary>Packs the libraries from a copy of the sources in a repository of its own, so that the tree stays as it is.</summary>
        public string Pack(string name)
        {
            var (sources, packages) = (Path.Combine(_folder, $"{name}-sources"), Path.Combine(_folder, name));
            string[] shared = ["Directory.Build.props", "Directory.Packages.props", ".editorconfig", ".gitignore", "CHANGELOG.md"];
            foreach (var file in Directory.EnumerateFiles(Repository.PathTo("src"), "*", SearchOption.AllDirectories).Concat(shared.Select(Repository.PathTo)))
            {
                var path = Path.GetRelativePath(Repository.PathTo("."), file);
                if (!path.Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj"))
                {
                    Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(sources, path))!);
                    File.Copy(file, Path.Combine(sources, path));
                }
            }

            string[] author = ["-c", "user.name=test", "-c", "user.email=test@localhost"];
            Run("git", sources, "init", "--quiet");
            Run("git", sources, "remote", "add", "origin", $"{RemoteUrl}.git");
            Run("git", sources, "add", "--all");
            Run("git", sources, [.. author, "commit", "--quiet", "--message", "Sources"]);
            foreach (var library in (string[])["SimdReg", "SimdReg.Tuning", "SimdReg.TorchSharp", "SimdReg.Mpi"])
            {
                Dotnet(sources, "pack", "-c", "Release", Path.Combine("src", library), "-o", packages, $"-p:Version={Version}", "-p:ContinuousIntegrationBuild=true", $"-p:PathMap={sources}=/_");
            }

            return packages;
        }

        /// <summary>A project of its own in the feed's folder.</summary>
        public string Project(string name, string properties, bool isFSharp = false, string? reference = null)
        {
            var project = Directory.CreateDirectory(Path.Combine(_folder, name)).FullName;
            File.WriteAllText(Path.Combine(project, isFSharp ? "consumer.fsproj" : "consumer.csproj"), $"""
                <Project Sdk="Microsoft.NET.Sdk">
                  <PropertyGroup>
                    <OutputType>Exe</OutputType>
                    <TargetFramework>net10.0</TargetFramework>
                    <Nullable>enable</Nullable>
                    <ImplicitUsings>enable</ImplicitUsings>
                    <InvariantGlobalization>true</InvariantGlobalization>
                    {properties}
                  </PropertyGroup>
                  <ItemGroup>
                    {(isFSharp ? """<Compile Include="Program.fs" />""" : "")}
                    {(reference is null ? $"""<PackageReference Include="SimdReg" Version="{Version}" /><PackageReference Include="SimdReg.Tuning" Version="{Version}" />""" : $"""<ProjectReference Include="{reference}" />""")}
                  </ItemGroup>
                </Project>
                """);
            var source = isFSharp ? "Program.fs" : "Consumer.cs";
            File.Copy(Repository.PathTo(Path.Combine("tests/SimdReg.Tests/Packages", source)), Path.Combine(project, source));
            if (!isFSharp)
            {
                File.WriteAllText(Path.Combine(project, "Program.cs"), "foreach (var line in Consumer.Results.Lines()) { Console.WriteLine(line); }");
            }

            return project;
        }

        /// <summary>What a command of the SDK prints. It has to succeed.</summary>
        public static IReadOnlyList<string> Dotnet(string folder, params string[] arguments) =>
            Run(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", "dotnet"), folder, arguments);

        public static IReadOnlyList<string> Run(string program, string folder, params string[] arguments)
        {
            var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };

            // The same commit whenever it is made.
            start.Environment["GIT_AUTHOR_DATE"] = start.Environment["GIT_COMMITTER_DATE"] = "2026-01-01T00:00:00Z";

            // What the test host sets for itself would change what the SDK builds.
            foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("MSBuild", StringComparison.OrdinalIgnoreCase)).ToList())
            {
                start.Environment.Remove(name);
            }

            using var process = Process.Start(start)!;
            var errors = process.StandardError.ReadToEndAsync();
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            Assert.True(process.ExitCode == 0, $"{program} {string.Join(' ', arguments)}\n{output}\n{errors.Result}");
            return output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        }

        public void Dispose() => Directory.Delete(_folder, recursive: true);
    }
}
