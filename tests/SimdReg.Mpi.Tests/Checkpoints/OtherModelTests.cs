using System.Numerics;

namespace SimdReg.Mpi.Tests;

/// <summary>A checkpoint of another model is refused on every rank, with what differs, and nothing is written.</summary>
public class OtherModelTests
{
    private static readonly NumberStorage _eightBits = new(NumberFormat.EightBit);

    [Fact]
    public void Another_number_of_arrays() => IsRefused<float>("has 1 arrays: the set has 2", set =>
    {
        set.Add(new float[600], new Adam(0.1));
        set.Add(new float[1], new Adam(0.1));
    });

    [Fact]
    public void Another_number_of_weights() => IsRefused<float>("has 600 weights", set => set.Add(new float[601], new Adam(0.1)));

    [Fact]
    public void Another_rule() => IsRefused<float>("AmsGrad", set => set.Add(new float[600], new AmsGrad(0.1)));

    [Fact]
    public void Another_element() => IsRefused<double>("is of a set of Single, but is read into one of Double", set => set.Add(new double[600], new Adam(0.1)));

    [Fact]
    public void Another_format_of_weights() => IsRefused<float>("BFloat16", set => set.Add(new BFloat16[600], new Adam(0.1), default(None).Coupled(), default));

    [Fact]
    public void Another_format_of_state() => IsRefused<float>("EightBit", set => set.Add(new float[600], new Adam(0.1), default(None).Coupled(), _eightBits));

    [Fact]
    public void Other_parameters_are_read()
    {
        using var folder = Saved();
        var set = new ShardedSet<float>(Communicator.Alone);
        set.Add(new float[600], new Adam(0.5), new L1(2).Proximal());
        Assert.Equal(1, set.LoadCheckpoint(folder.Path)!.StepCount);
    }

    private static void IsRefused<T>(string message, Action<ShardedSet<T>> add)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        using var folder = Saved();
        ThreadRanks.Run(3, rank =>
        {
            var set = new ShardedSet<T>(rank);
            add(set);
            CheckpointModel<T>.AddGradients(set, new(rank.Rank));
            set.Step();
            var expected = CheckpointModel<T>.BitsOf(set);
            var error = Assert.Throws<InvalidDataException>(() => set.LoadCheckpoint(folder.Path));
            Assert.Contains(message, error.Message, StringComparison.Ordinal);
            Assert.Contains(folder.Of(1), error.Message, StringComparison.Ordinal);
            Assert.Equal(expected, CheckpointModel<T>.BitsOf(set));
        });
    }

    private static TemporaryFolder Saved()
    {
        var folder = new TemporaryFolder();
        ThreadRanks.Run(2, rank =>
        {
            var set = new ShardedSet<float>(rank);
            set.Add(new float[600], new Adam(0.1));
            CheckpointModel<float>.AddGradients(set, new(rank.Rank));
            set.Step();
            set.SaveCheckpoint(folder.Path);
        });
        return folder;
    }
}
