using SimdReg.Torch.Tests.Support;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SimdReg.Torch.Tests;

/// <summary>Bytes of a saved state that were changed or cut off.</summary>
public class DamagedStateTests
{
    // TorchSharp reads these itself: the name of the optimizer after its length, and two numbers of a byte.
    private const int HeaderLength = 1 + 5 + 2;

    [TorchFact]
    public void A_damaged_state_is_refused_and_changes_nothing_or_is_loaded_as_it_is()
    {
        using Parameter first = new(linspace(-1, 1, 5)), second = new(ones(2, dtype: ScalarType.Float64));
        using var optimizer = Optim.AdamW([first, second]);
        (first.grad, second.grad) = (ones(5), ones(2, dtype: ScalarType.Float64));
        optimizer.step();
        var original = SavedState.Bytes(optimizer);
        var random = new Random(20260102);
        var (refused, loaded) = (0, 0);
        for (var i = 0; i < 4000; i++)
        {
            var damaged = (byte[])original.Clone();
            damaged[random.Next(HeaderLength, damaged.Length)] ^= (byte)random.Next(1, 256);
            if (TryLoad(damaged))
            {
                // A number that the rule takes, such as another learning rate.
                Assert.Equal(damaged, SavedState.Bytes(optimizer));
                SavedState.Load(optimizer, original);
                loaded++;
            }
            else
            {
                refused++;
            }

            Assert.Equal(original, SavedState.Bytes(optimizer));
        }

        Assert.True(refused > 100 && loaded > 100, $"{refused} refused, {loaded} loaded");
        for (var length = HeaderLength; length < original.Length; length++)
        {
            Assert.False(TryLoad(original[..length]), $"{length} of {original.Length} bytes");
            Assert.Equal(original, SavedState.Bytes(optimizer));
        }

        bool TryLoad(byte[] bytes)
        {
            try
            {
                SavedState.Load(optimizer, bytes);
                return true;
            }
            catch (InvalidDataException)
            {
                return false;
            }
        }
    }

    [TorchTheory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(-1)]
    public void An_initial_learning_rate_that_is_none_is_refused(double rate)
    {
        using var parameter = new Parameter(ones(3));
        using var optimizer = Optim.AdamW([parameter], lr: 0.25);
        var bytes = SavedState.Bytes(optimizer);
        BitConverter.TryWriteBytes(bytes.AsSpan(HeaderLength + 8), rate);
        Assert.Contains("initial learning rate of group 0", Assert.Throws<InvalidDataException>(() => SavedState.Load(optimizer, bytes)).Message, StringComparison.Ordinal);
        Assert.Equal(0.25, optimizer.ParamGroups.Single().InitialLearningRate);
    }

    [TorchFact]
    public void A_weight_decay_is_refused_where_there_is_a_penalty()
    {
        using var parameter = new Parameter(ones(3));
        using var decayed = Optim.AdamW([parameter], weight_decay: 0.5);
        var bytes = SavedState.Bytes(decayed);
        using var penalized = Optim.AdamW([new Group([parameter], new() { Penalty = GroupPenalty.Of(new L1(1)) })]);
        var before = SavedState.Bytes(penalized);
        Assert.Contains("weight_decay of group 0 is 0.5", Assert.Throws<InvalidDataException>(() => SavedState.Load(penalized, bytes)).Message, StringComparison.Ordinal);
        Assert.Equal(before, SavedState.Bytes(penalized));
    }
}
