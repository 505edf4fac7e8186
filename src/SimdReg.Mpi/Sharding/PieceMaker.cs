using System.Numerics;
using SimdReg.Optimizers;
using SimdReg.Steps;

namespace SimdReg.Mpi;

/// <summary>Makes the optimizer of a piece of an array.</summary>
internal readonly struct PieceMaker(ArrayPiece piece) : IOptimizerMaker
{
    public Optimizer<T> Make<T, TRule, TPenalty, TMode>(TRule rule, PenaltyTerm<TPenalty, TMode> term)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TRule : struct, IUpdateRule<TRule>
        where TPenalty : struct, IPenalty
        where TMode : struct, IPenaltyMode =>
        Create<T, TRule, TPenalty, TMode>(rule, term, piece);

    public static Optimizer<T> Create<T, TRule, TPenalty, TMode>(TRule rule, PenaltyTerm<TPenalty, TMode> term, ArrayPiece piece)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TRule : struct, IUpdateRule<TRule>
        where TPenalty : struct, IPenalty
        where TMode : struct, IPenaltyMode =>
        new Optimizer<T, TRule, TPenalty, TMode>(rule, term, new(rule, piece.Length), piece: piece);
}

/// <summary>Makes the optimizer of a piece of an array whose numbers are stored.</summary>
internal readonly struct StoredPieceMaker(ArrayPiece piece, NumberStorage storage) : IOptimizerMaker
{
    public Optimizer<T> Make<T, TRule, TPenalty, TMode>(TRule rule, PenaltyTerm<TPenalty, TMode> term)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TRule : struct, IUpdateRule<TRule>
        where TPenalty : struct, IPenalty
        where TMode : struct, IPenaltyMode =>
        Create<T, TRule, TPenalty, TMode>(rule, term, piece, storage);

    public static Optimizer<T> Create<T, TRule, TPenalty, TMode>(TRule rule, PenaltyTerm<TPenalty, TMode> term, ArrayPiece piece, NumberStorage storage)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TRule : struct, IUpdateRule<TRule>
        where TPenalty : struct, IPenalty
        where TMode : struct, IPenaltyMode =>
        new Optimizer<T, TRule, TPenalty, TMode>(
            rule,
            term,
            new(rule, piece.Length, storage with { FirstIndex = storage.FirstIndex + piece.Start }),
            new FusedStoredLoops<TRule, TPenalty, TMode>(),
            piece);
}
