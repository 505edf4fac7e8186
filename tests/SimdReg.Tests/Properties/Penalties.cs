using SimdReg.Tests.Support;

namespace SimdReg.Tests.Properties;

/// <summary>The names of all penalties: the rows of a theory that holds for each.</summary>
public sealed class Penalties : TheoryData<string>
{
    public Penalties()
    {
        foreach (var penalty in PenaltyTable.All)
        {
            Add(penalty.Name);
        }
    }

    internal static PenaltyCase Named(string name) => PenaltyTable.All.Single(penalty => penalty.Name == name);
}
