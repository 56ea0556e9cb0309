using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Portal.Core.Clusters;
using Portal.Engines.Kafka;
using Portal.Engines.Secrets;

namespace Portal.Tests.Clusters;

/// <summary>What was typed is judged by its syntax; what is connected to is judged by the address that a name stands for.</summary>
public sealed class ReachTests : IDisposable
{
    private readonly string _keys = Directory.CreateTempSubdirectory("portal-keys-").FullName;

    /// <summary>Where the portal must not go.</summary>
    internal string[] Denied { get; init; } = ["127.0.0.0/8", "::1"];

    public void Dispose() => Directory.Delete(_keys, recursive: true);

    [Fact]
    public async Task A_name_that_leads_where_the_portal_must_not_go_is_not_connected_to()
    {
        var answer = await Ask(new ClusterReach { Deny = Denied });

        var failed = answer.ShouldBeOfType<ProbeAnswer.Failed>();
        failed.Field.ShouldBe(ClusterField.Addresses);
        failed.Words.ShouldContain("lies outside of what this portal may connect to");
    }

    [Fact]
    public async Task The_same_name_is_tried_where_it_may_be() =>
        (await Ask(new ClusterReach()))
            .ShouldBeOfType<ProbeAnswer.Failed>()
            .Words.ShouldContain("nothing listens there");

    private async Task<ProbeAnswer> Ask(ClusterReach reach)
    {
        var vault = new SecretVault(new KeyStorage(Options.Create(new SecretOptions { KeysDirectory = _keys })));
        var login = new KafkaLogin(vault, reach, TimeProvider.System);
        var probe = new KafkaProbe(login, TimeProvider.System, NullLogger<KafkaProbe>.Instance);
        return await probe.Ask(
            new ClusterAccess([new BootstrapAddress("localhost", Kit.FreePorts.One())], Tls: false),
            CancellationToken.None
        );
    }
}
