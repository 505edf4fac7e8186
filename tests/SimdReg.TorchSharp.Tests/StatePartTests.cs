using SimdReg.Torch.Tests.Support;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SimdReg.Torch.Tests;

/// <summary>The parts of a state, called one by one as TorchSharp calls them.</summary>
public class StatePartTests
{
    [TorchFact]
    public void States_are_alike_only_if_they_belong_to_the_same_step_and_their_numbers_are_close()
    {
        using Parameter first = new(ones(4)), second = new(ones(4)), longer = new(ones(5)), wide = new(ones(4, dtype: ScalarType.Float64));
        var state = Stepped(first, 1, 1);
        Assert.True(state.ApproximatelyEquals(Stepped(second, 1, 1)));
        Assert.True(state.ApproximatelyEquals(Stepped(second, 1 + 1e-6f, 1)));
        Assert.False(state.ApproximatelyEquals(Stepped(second, 1 + 1e-3f, 1)));
        Assert.False(state.ApproximatelyEquals(Stepped(second, float.NaN, 1)));
        Assert.False(state.ApproximatelyEquals(Stepped(second, 1, 2)));
        Assert.False(state.ApproximatelyEquals(Stepped(longer, 1, 1)));
        Assert.False(state.ApproximatelyEquals(Stepped(wide, 1, 1)));
        second.grad = ones(4);
        var other = Optim.SGD([second], momentum: 0.5);
        other.step();
        Assert.False(state.ApproximatelyEquals(other.state_dict().State.Single()));
        Assert.False(state.ApproximatelyEquals(null!));

        static OptimizerState Stepped(Parameter parameter, float gradient, int steps)
        {
            var optimizer = Optim.AdamW([parameter]);
            for (var i = 0; i < steps; i++)
            {
                parameter.grad = full(parameter.shape, gradient, dtype: parameter.dtype);
                optimizer.step();
            }

            return optimizer.state_dict().State.Single();
        }
    }

    [TorchFact]
    public void A_part_that_is_read_out_of_turn_is_refused()
    {
        using Parameter first = new(ones(4)), second = new(ones(4));
        using var optimizer = Optim.AdamW([first, second]);
        var before = SavedState.Bytes(optimizer);
        var states = optimizer.state_dict().State;
        var refusal = Assert.Throws<InvalidDataException>(() => states[1].LoadStateDict(states[0]));
        Assert.Contains("Part 2 of a state was read in place of part 0", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(before, SavedState.Bytes(optimizer));
        Assert.Contains("null", Assert.Throws<InvalidDataException>(() => states[0].LoadStateDict((OptimizerState)null!)).Message, StringComparison.Ordinal);
        optimizer.load_state_dict(optimizer.state_dict());
        Assert.Equal(before, SavedState.Bytes(optimizer));
    }

    [TorchFact]
    public void A_state_stays_on_the_CPU_and_does_not_start_anew()
    {
        using var parameter = new Parameter(ones(4));
        using var optimizer = Optim.AdamW([parameter]);
        parameter.grad = ones(4);
        optimizer.step();
        var before = SavedState.Bytes(optimizer);
        var state = optimizer.state_dict().State.Single();
        state.to(CPU);
        Assert.Throws<NotSupportedException>(() => state.to(META));
        Assert.Throws<NotSupportedException>(() => state.Initialize(new GroupOptions()));
        Assert.Equal(before, SavedState.Bytes(optimizer));
    }

    [TorchFact]
    public void Options_that_belong_to_no_optimizer_or_to_another_library_are_not_loaded()
    {
        using var parameter = new Parameter(ones(4));
        using var optimizer = Optim.AdamW([parameter]);
        var own = optimizer.state_dict().Options.Single();
        var free = new GroupOptions();
        using var reader = new BinaryReader(new MemoryStream(SavedState.Bytes(optimizer)));
        Assert.Contains("no optimizer yet", Assert.Throws<InvalidOperationException>(() => free.LoadStateDict(reader)).Message, StringComparison.Ordinal);
        Assert.Contains("no optimizer yet", Assert.Throws<InvalidOperationException>(() => free.LoadStateDict(own)).Message, StringComparison.Ordinal);
        Assert.Contains("SGD", Assert.Throws<ArgumentException>(() => own.LoadStateDict(new SGD.Options())).Message, StringComparison.Ordinal);
        Assert.Equal("source", Assert.Throws<ArgumentException>(() => own.LoadStateDict((OptimizerOptions)null!)).ParamName);
    }

    [TorchFact]
    public void A_name_that_is_longer_than_any_is_refused()
    {
        using var parameter = new Parameter(ones(4));
        using var optimizer = Optim.AdamW([parameter]);
        var bytes = SavedState.Bytes(optimizer);
        var lengthOfName = bytes.AsSpan().IndexOf("beta1"u8) - 1;
        foreach (var length in (byte[])[65, 127])
        {
            bytes[lengthOfName] = length;
            Assert.Contains("ends early or is damaged", Assert.Throws<InvalidDataException>(() => SavedState.Load(optimizer, bytes)).Message, StringComparison.Ordinal);
        }
    }
}
