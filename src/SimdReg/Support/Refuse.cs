using System.Diagnostics.CodeAnalysis;

namespace SimdReg;

/// <summary>Throws the exceptions of methods that must be short.</summary>
/// <remarks>An interpolated string makes a method long, and the JIT then inlines nothing else into it.</remarks>
internal static class Refuse
{
    [DoesNotReturn]
    public static void Lengths(string firstName, int firstLength, string secondName, int secondLength) =>
        throw new ArgumentException($"{secondName} has {secondLength} elements and {firstName} has {firstLength}: they must have the same length.", secondName);

    [DoesNotReturn]
    public static void Overlap(string firstName, string secondName) =>
        throw new ArgumentException($"{secondName} overlaps {firstName}: they must be the same span or not overlap.", secondName);

    [DoesNotReturn]
    public static void OverlapOfCopy(string name) =>
        throw new ArgumentException($"{name} overlaps this span: they must be separate memory.", name);

    [DoesNotReturn]
    public static void RuleStateCount(string rule, int count) =>
        throw new NotSupportedException($"{rule}.StateCount is {count}: a rule keeps 0 to 3 numbers for each weight.");

    /// <summary>The name of a type as in C#, with its type arguments.</summary>
    public static string NameOf(Type type) =>
        type.Name.Split('`') is [var name, _] ? $"{name}<{string.Join(", ", type.GetGenericArguments().Select(NameOf))}>" : type.Name;

    [DoesNotReturn]
    public static void PenaltyMode(Type penalty, string mode) =>
        throw new NotSupportedException($"{NameOf(penalty)} has no gradient, so it cannot be {mode}: use it as penalty.Proximal().");

    [DoesNotReturn]
    public static void PenaltyGradient(Type penalty) =>
        throw new NotSupportedException($"{NameOf(penalty)} has no gradient to add: use it in a step, as penalty.Proximal().");

    [DoesNotReturn]
    public static void SecondCall() =>
        throw new InvalidOperationException(
            "Another call of this ParameterSet is running: on another thread, or in a penalty or a rule that made this call. A set accepts one call at a time: wait for the other call to return, for example with a lock around each call.");

    [DoesNotReturn]
    public static void SecondStep() =>
        throw new InvalidOperationException(
            "Another step with this state is running, on another thread, or in a penalty or a rule that made this call. A state accepts one step at a time: use one state for each set of weights, or a lock around each step.");

    [DoesNotReturn]
    public static void WeightCount(string name, int length, int weightCount) =>
        throw new ArgumentException($"{name} has {length} elements and the optimizer was made for {weightCount}: they must be equally many.", name);

    [DoesNotReturn]
    public static void BelowOne(object value, string name) =>
        throw new ArgumentOutOfRangeException(name, value, $"{name} must be at least 1.");

    [DoesNotReturn]
    public static void StepCount(long value, string name) =>
        throw new ArgumentOutOfRangeException(name, value, $"The number of steps taken {Guard.StepCountRule}.");

    [DoesNotReturn]
    public static void LengthOfState(string part, int length, int weightCount, string name) =>
        throw new ArgumentException($"{part} has {length} elements and weights has {weightCount}: they must have the same length.", name);

    [DoesNotReturn]
    public static void OverlapOfState(string part, string name) =>
        throw new ArgumentException($"{part} overlaps weights or gradients: the state must be separate memory.", name);

    [DoesNotReturn]
    public static void OverlapWithinState(string name) =>
        throw new ArgumentException("The spans of the state overlap: each must be separate memory.", name);
}
