using Portal.Core.Changes;
using Portal.Engines;
using Portal.Engines.Kafka;
using Portal.Kafka.Wire;

namespace Portal.Tests.Clusters;

public sealed class KafkaJudgementTests
{
    [Fact]
    public void What_Kafka_would_refuse_is_refused_with_its_words() =>
        KafkaJudgement
            .Refusals("prod", [("orders", ErrorCode.None, null), ("paid", ErrorCode.PolicyViolation, "Too many.")])
            .ShouldBe([KeyValuePair.Create("paid", "Too many.")]);

    [Theory]
    [InlineData(ErrorCode.ReassignmentInProgress)]
    [InlineData(ErrorCode.NotController)]
    [InlineData(ErrorCode.RequestTimedOut)]
    [InlineData(ErrorCode.ThrottlingQuotaExceeded)]
    [InlineData(ErrorCode.UnknownServerError)]
    public void An_answer_that_says_nothing_of_the_request_is_no_refusal_of_it(ErrorCode passing)
    {
        var answers = new[] { ("orders", passing, (string?)null) };
        var failed = Should.Throw<EngineException>(() => KafkaJudgement.Refusals("prod", answers));
        failed.Fault.ShouldBe(EngineFault.Transient);
        failed.Message.ShouldStartWith("prod can't judge what is planned of orders now: ");
    }
}
