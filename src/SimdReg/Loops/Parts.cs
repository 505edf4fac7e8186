namespace SimdReg.Loops;

/// <summary>Parts of a span that are walked one after the other.</summary>
internal static class Parts
{
    /// <summary>How many of what is left make the next part: as many as there may be, and so that what is left after them fills lanes again.</summary>
    public static int Length(int left, int most, int laneCount) =>
        left <= most ? left : left < most + laneCount ? most - laneCount : most;
}
