using System.Diagnostics;

namespace SimdReg.Mpi;

/// <summary>Divides the time of steps among their phases.</summary>
internal sealed class PhaseClock
{
    // Fields: a phase is passed by reference.
    public long Exchange;
    public long Sum;
    public long Step;
    public long Gather;
    private long _latest;

    public void Start() => _latest = Stopwatch.GetTimestamp();

    /// <summary>Adds the time since the end of the phase before.</summary>
    public void Ends(ref long phase)
    {
        var now = Stopwatch.GetTimestamp();
        phase += now - _latest;
        _latest = now;
    }
}
