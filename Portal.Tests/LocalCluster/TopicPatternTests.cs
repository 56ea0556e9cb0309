using Portal.Kafka.Wire;
using Portal.LocalCluster.Groups.Consumers;
using Portal.Tests.Kit;

namespace Portal.Tests.LocalCluster;

public sealed class TopicPatternTests
{
    [ClusterTheory]
    [InlineData("a(")]
    [InlineData("a)(b")]
    [InlineData(@"(a)\1")]
    [InlineData("(?=a)b")]
    public void What_can_not_be_matched_without_backtracking_or_is_no_pattern_is_refused(string pattern)
    {
        var refusal = TopicPattern.Fault(pattern);

        refusal!.Error.ShouldBe(ErrorCode.InvalidRegularExpression);
        refusal.Words!.ShouldStartWith($"SubscribedTopicRegex `{pattern}` is not a valid regular expression: ");
    }

    [ClusterTheory]
    [InlineData("orders|bills", "bills,orders")]
    [InlineData("orders.*", "orders,orders.eu")]
    [InlineData("order", "")]
    [InlineData(@"[a-z]+\.eu", "orders.eu")]
    public void A_pattern_means_the_topics_that_it_matches_whole(string pattern, string expected)
    {
        TopicPattern.Fault(pattern).ShouldBeNull();
        string.Join(',', TopicPattern.Match(pattern, ["bills", "orders", "orders.eu"])).ShouldBe(expected);
    }
}
