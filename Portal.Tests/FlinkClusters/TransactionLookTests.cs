using Portal.Core.Jobs;
using Portal.Engines.Kafka;
using Portal.Kafka.Messages;
using Portal.Kafka.Wire;

namespace Portal.Tests.FlinkClusters;

/// <summary>How long a transaction may be open, by what each broker shows of its settings.</summary>
public sealed class TransactionLookTests
{
    [Fact]
    public void The_least_that_a_broker_has_set_counts() =>
        TransactionLook.Of([Shows("900000"), Shows("300000")]).ShouldBe((TimeSpan.FromMinutes(5), null));

    [Theory]
    [InlineData(
        ErrorCode.ClusterAuthorizationFailed,
        "denied",
        "The portal lacks the permission DescribeConfigs on the cluster."
    )]
    [InlineData(ErrorCode.InvalidRequest, "No.", "A broker refused to show its settings: No.")]
    public void A_permission_is_named_only_where_one_is_missing(ErrorCode error, string message, string words) =>
        TransactionLook
            .Of([Shows("900000"), new() { Error = error, ErrorMessage = message }])
            .ShouldBe(((TimeSpan?)null, words));

    [Fact]
    public void A_broker_that_does_not_show_the_setting_leaves_it_unknown()
    {
        var unknown = ((TimeSpan?)null, "Its brokers don't show the setting.");

        TransactionLook.Of([Shows(null)]).ShouldBe(unknown);
        TransactionLook.Of([new()]).ShouldBe(unknown);
        TransactionLook.Of([null]).ShouldBe(unknown);
        TransactionLook.Of([]).ShouldBe(unknown);
    }

    private static DescribeConfigsResponse.Result Shows(string? value) =>
        new() { Configs = [new() { Name = TransactionLimit.Setting, Value = value }] };
}
