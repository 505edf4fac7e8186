using System.Globalization;

namespace SimdReg.Mpi.Tests;

/// <summary>How ranks find out that they disagree.</summary>
public class AgreementTests
{
    [Theory]
    [InlineData("a", "a b", "rank 0 has nothing more; rank 1 has b")]
    [InlineData("a b", "a", "rank 0 has b; rank 1 has nothing more")]
    [InlineData("a b", "a c", "rank 0 has b; rank 1 has c")]
    public void The_first_line_that_differs_is_quoted_by_both(string first, string second, string expected) => ThreadRanks.Run(2, rank =>
    {
        var lines = (rank.Rank == 0 ? first : second).Split(' ');
        var message = Assert.Throws<InvalidOperationException>(() => Agreement.Require(rank, "Call", lines)).Message;
        Assert.Contains($"In Call, {expected}.", message, StringComparison.Ordinal);
    });

    [Fact]
    public void Numbers_are_compared_in_no_culture_and_that_of_the_thread_stays() => ThreadRanks.Run(2, rank =>
    {
        // With a decimal comma.
        var culture = CultureInfo.GetCultureInfo(rank.Rank == 0 ? "de-DE" : "en-US");
        CultureInfo.CurrentCulture = culture;
        Agreement.Require(rank, "Call", Enumerable.Range(1, 2).Select(i => $"{i / 8.0}"));
        Assert.Equal(culture, CultureInfo.CurrentCulture);
    });
}
