using Portal.Core;
using Portal.Core.Health;
using Portal.Web.Api;

namespace Portal.Tests.Api;

public sealed class SpanTests
{
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();

    [Fact]
    public void A_span_at_the_beginning_of_time_is_read_in_any_time_zone()
    {
        var to = new DateTimeOffset(1, 1, 1, 0, 30, 0, TimeSpan.FromHours(-14));

        Should.NotThrow(() => Span.Read(null, to, null, Now));
        Should.NotThrow(() => Span.Read(to, to.AddHours(1), null, Now));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(1999)]
    public void A_span_that_begins_before_anything_was_read_is_refused_beside_its_field(int year)
    {
        var early = new DateTimeOffset(year, 1, 3, 0, 0, 0, TimeSpan.Zero);

        Wrong(Span.Read(early, early.AddHours(1), null, Now)).ShouldBe(["from"]);
        Wrong(Span.Read(early, null, null, Now)).ShouldBe(["from"]);
        Wrong(Span.Read(null, early, null, Now)).ShouldBe(["to"]);
    }

    private static IEnumerable<string> Wrong(Outcome<Window> read) =>
        read.ShouldBeOfType<Outcome<Window>.Refused>().Why.Fields!.Keys;
}
