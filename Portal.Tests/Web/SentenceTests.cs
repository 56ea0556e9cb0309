using Portal.Core.Wording;
using Portal.Web.Wording;

namespace Portal.Tests.Web;

public sealed class SentenceTests
{
    [Theory]
    [InlineData("Peak season", "Peak season.")]
    [InlineData("Peak season. ", "Peak season.")]
    [InlineData("Is six enough?", "Is six enough?")]
    [InlineData("At last!", "At last!")]
    [InlineData("More later…", "More later…")]
    [InlineData("as asked (twice)", "as asked (twice).")]
    [InlineData("  ", "")]
    public void What_a_person_wrote_ends_once(string written, string shown) => Sentence.Ended(written).ShouldBe(shown);
}
