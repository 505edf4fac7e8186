using System.Reflection;
using SimdReg.Lanes;

namespace SimdReg.Tests.Lanes;

/// <summary>Runs the laws of 32-bit patterns, and of the roundings written on them, at each width.</summary>
public class BitLanesTests
{
    private static readonly Type[] _laws = [typeof(BitLaneLaws<>), typeof(NearestLaws<>), typeof(StochasticLaws<>)];

    private static readonly Type[] _widths = [typeof(Bits32), typeof(VectorBits), typeof(Bits512)];

    /// <summary>The places of the laws and of the width in their lists, and the law.</summary>
    public static TheoryData<int, int, string> Laws
    {
        get
        {
            var laws = new TheoryData<int, int, string>();
            for (var type = 0; type < _laws.Length; type++)
            {
                foreach (var law in _laws[type].GetMethods(BindingFlags.Public | BindingFlags.Static))
                {
                    for (var width = 0; width < _widths.Length; width++)
                    {
                        laws.Add(type, width, law.Name);
                    }
                }
            }

            return laws;
        }
    }

    [Theory]
    [MemberData(nameof(Laws))]
    public void Patterns_at_every_width_obey_each_law(int type, int width, string law) =>
        _laws[type].MakeGenericType(_widths[width]).GetMethod(law)!.CreateDelegate<Action>()();
}
