namespace SimdReg.Tests.Support;

/// <summary>Where a comparison stands, for the message of a failure.</summary>
internal readonly record struct Case(string Kernel, int Length, int Offset, string Part = "")
{
    public override string ToString() => $"{Kernel}: length {Length}, offset {Offset}{Part}";
}
