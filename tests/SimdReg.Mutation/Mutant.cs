namespace SimdReg.Mutation;

/// <summary>One change of the source, which the compiled library makes while the number of the mutant is set.</summary>
/// <param name="Id">Its number, from 1.</param>
/// <param name="File">The file, from the folder of the library.</param>
/// <param name="Line">The line, from 1.</param>
/// <param name="Original">What stands there.</param>
/// <param name="Replacement">What takes its place.</param>
internal sealed record Mutant(int Id, string File, int Line, string Original, string Replacement)
{
    /// <summary>The library as it is.</summary>
    public static Mutant None { get; } = new(0, "", 0, "", "");

    public override string ToString() => $"{File}:{Line}: {Original}  ->  {Replacement}";
}
