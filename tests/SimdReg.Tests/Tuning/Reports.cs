namespace SimdReg.Tests.Tuning;

/// <summary>Does something at once with what is reported, on the thread that reports it. <see cref="Progress{T}"/> does it later, on another.</summary>
internal sealed class Reports<T>(Action<T> report) : IProgress<T>
{
    public void Report(T value) => report(value);
}
