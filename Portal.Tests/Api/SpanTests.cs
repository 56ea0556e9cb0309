using Portal.Web.Api;

namespace Portal.Tests.Api;

public sealed class SpanTests
{
    [Fact]
    public void A_span_at_the_beginning_of_time_is_read_in_any_time_zone()
    {
        var to = new DateTimeOffset(1, 1, 1, 0, 30, 0, TimeSpan.FromHours(-14));

        Should.NotThrow(() => Span.Read(null, to, null, TimeProvider.System.GetUtcNow()));
        Should.NotThrow(() => Span.Read(to, to.AddHours(1), null, TimeProvider.System.GetUtcNow()));
    }
}
