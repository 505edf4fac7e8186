namespace Tutorial;

/// <summary>The images of docs/data/digits.csv, shuffled: 100 to learn from, 700 to compare strengths on, 997 to judge with.</summary>
public static class Digits
{
    public static Digit[] All { get; } = Shuffled();

    public static Digit[] Training { get; } = All[..100];

    public static Digit[] Validation { get; } = All[100..800];

    public static Digit[] Test { get; } = All[800..];

    private static Digit[] Shuffled()
    {
        Digit[] digits =
        [
            .. DataFile.Read("digits.csv").Rows.Select(row => new Digit([.. row[..64].Select(pixel => (float)pixel / 16)], (int)row[64])),
        ];
        new Random(1).Shuffle(digits);
        return digits;
    }
}

/// <summary>64 pixels from 0 to 1, and which digit they show.</summary>
public sealed record Digit(float[] Pixels, int Label);
