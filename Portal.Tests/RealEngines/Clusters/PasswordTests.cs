using Portal.Core;
using Portal.Core.Clusters;
using Portal.Engines;
using Portal.Tests.Kit;
using Portal.Tests.RealEngines.Kafka;
using static Portal.Tests.RealEngines.Clusters.RegisteredKafka;

namespace Portal.Tests.RealEngines.Clusters;

[Collection(KafkaBrokers.Shared)]
public sealed class PasswordTests(KafkaBrokers brokers) : IAsyncLifetime
{
    private const string User = "rotating";
    private RegisteredKafka _world = null!;

    public async Task InitializeAsync() => _world = await Open();

    public async Task DisposeAsync() => await _world.DisposeAsync();

    [FullRunFact]
    public async Task A_password_that_was_changed_there_is_transient_here_until_it_is_typed_again()
    {
        await Rotate("first");
        var id = await _world.Register(SignedIn(brokers, User, "first"));
        await Rotate("second");
        // The name alone: the stored password is what is tried, and it isn't good any more.
        var renamed = SignedIn(brokers, User, "unused") with
        {
            Name = "renamed",
            Password = null,
        };
        var refused = await _world.Registration.Edit(Sam, id, renamed, null, default);
        refused
            .ShouldBeOfType<Outcome<ClusterId>.Refused>()
            .Why.Fields.ShouldNotBeNull()
            .Keys.ShouldBe([ClusterField.Password]);

        var stale = await _world.Cluster(id);
        var fault = await Should.ThrowAsync<EngineException>(() => stale.Describe(default));
        fault.Fault.ShouldBe(EngineFault.Transient, "it can be mended while work waits");
        fault.Message.ShouldContain("refused the sign-in");

        var edited = await _world.Registration.Edit(Sam, id, renamed with { Password = "second" }, null, default);
        edited.ShouldBeOfType<Outcome<ClusterId>.Done>();
        (await (await _world.Cluster(id)).Describe(default)).Brokers.Length.ShouldBe(3);
    }

    private async Task Rotate(string password)
    {
        await brokers.SetPassword(User, password);
        // Every broker learns of it in its own time.
        foreach (var at in brokers.Kafka.SaslTls.Split(','))
        {
            var draft = SignedIn(brokers, User, password) with { Addresses = at };
            await Deadline.Until(async () =>
                await _world.Registration.Test(Sam, draft, null, default) is Outcome<ClusterFacts>.Done
            );
        }
    }
}
