using System.Reflection;
using Xunit.Sdk;

namespace SimdReg.Mpi.Tests;

/// <summary>A test that starts ranks under every MPI of this machine. Skipped where there is none. Its data are <see cref="RanksAttribute"/>.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class MpiTheoryAttribute : TheoryAttribute
{
    public MpiTheoryAttribute() => Skip = MpiLauncher.WhyNone;
}

/// <summary>The first two arguments of a test: the name of each launcher that is there, with each of these numbers of ranks.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class RanksAttribute(params int[] ranks) : DataAttribute
{
    public override IEnumerable<object[]> GetData(MethodInfo testMethod) =>
        from launcher in MpiLauncher.Found
        from count in ranks
        select new object[] { launcher.Name, count };
}
