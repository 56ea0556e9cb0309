using Portal.Engines.Kafka;
using Portal.Kafka.Wire;

namespace Portal.Tests.Clusters;

/// <summary>Whatever a cluster answers about ACLs and credentials, what doesn't work is reported with its effect and its remedy.</summary>
public sealed class AccessLimitTests
{
    [Theory]
    [InlineData(ErrorCode.None, ErrorCode.None)]
    [InlineData(ErrorCode.SecurityDisabled, ErrorCode.None, "No authorizer is configured")]
    [InlineData(ErrorCode.ClusterAuthorizationFailed, ErrorCode.None, "ACLs may not be listed")]
    [InlineData(ErrorCode.UnsupportedVersion, ErrorCode.None, "ACLs can't be listed (UnsupportedVersion)")]
    [InlineData(ErrorCode.None, ErrorCode.ClusterAuthorizationFailed, "SCRAM credentials may not be listed")]
    [InlineData(ErrorCode.None, ErrorCode.UnsupportedVersion, "SCRAM credentials can't be listed (UnsupportedVersion)")]
    public void Each_answer_has_its_words(ErrorCode acls, ErrorCode credentials, params string[] expected)
    {
        var limits = AccessLook.Limits(acls, credentials, "portal").ToList();

        limits.Select(limit => limit.What).ShouldBe(expected);
        limits.ShouldAllBe(limit => limit.Effect.EndsWith('.') && limit.Remedy.EndsWith('.'));
    }
}
