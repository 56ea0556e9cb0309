using System.Collections.Concurrent;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Portal.Core.Access;
using Portal.Core.Resources;
using Portal.Core.Schemas;
using Portal.Core.ServiceAccounts;
using Portal.Core.Store;
using Portal.Engines;
using Portal.Engines.Kafka;
using Portal.Engines.Registry;
using Portal.Schemas.Compatibility;
using Portal.Tests.Access;
using Portal.Tests.Applying;
using Portal.Tests.Kit;
using Portal.Tests.Schemas;
using Portal.Web.Live;
using Portal.Workers.Collecting.Access;
using Portal.Workers.Collecting.Schemas;
using Portal.Workers.Collecting.ServiceAccounts;
using Portal.Workers.Reconciling;
using Portal.Workers.Reconciling.Access;
using Portal.Workers.Reconciling.Topics;

namespace Portal.Tests.Collecting;

/// <summary>Open pages are notified when what was seen of a cluster differs, and not each time it is looked at.</summary>
public sealed class SeenNoticeTests : IAsyncLifetime, IDisposable
{
    private const string Subject = "orders-value";
    private readonly WorkerWorld _world = new();
    private NpgsqlDataSource _store = null!;
    private ChangeNotifications _notifications = null!;

    public async Task InitializeAsync()
    {
        await _world.InitializeAsync();
        _store = NpgsqlDataSource.Create(_world.Store);
        _notifications = new ChangeNotifications(_store, TimeProvider.System, NullLogger<ChangeNotifications>.Instance);
        await _notifications.StartAsync(CancellationToken.None);
        await Deadline.Until(() => _notifications.Count == 1);
    }

    public async Task DisposeAsync()
    {
        await _notifications.StopAsync(CancellationToken.None);
        await _store.DisposeAsync();
        await _world.DisposeAsync();
    }

    public void Dispose() => _notifications.Dispose();

    [Fact]
    public async Task A_notice_is_sent_when_an_ACL_differs_and_none_when_nothing_does()
    {
        var acl = new Acl("User:app", AclOperation.Read, AclResource.Topic, AclPattern.Literal, "orders");
        (await Notices(LookAtAcls)).ShouldBe(["dev", "prod"]);
        (await Notices(LookAtAcls)).ShouldBeEmpty();

        await _world.AclStore.Create([acl], AccessWorlds.Soon, CancellationToken.None);
        (await Notices(LookAtAcls)).ShouldBe(["dev", "prod"]);
        (await Notices(LookAtAcls)).ShouldBeEmpty();

        await _world.AclStore.Delete([acl], AccessWorlds.Soon, CancellationToken.None);
        (await Notices(LookAtAcls)).ShouldBe(["dev", "prod"]);
        (await Notices(LookAtAcls)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(nameof(IClusterAcls.All))]
    [InlineData(nameof(IClusterAcls.Quotas))]
    public async Task A_reading_that_fails_is_notified_of_once_and_so_is_its_answer_after_that(string unanswered)
    {
        await LookAtAcls();

        _world.AclStore.Hold = question =>
            question == unanswered
                ? Task.FromException(new EngineException(EngineFault.Transient, "It is silent."))
                : Task.CompletedTask;
        (await Notices(LookAtAcls)).ShouldBe(["dev", "prod"]);
        (await Notices(LookAtAcls)).ShouldBeEmpty();

        _world.AclStore.Hold = null;
        (await Notices(LookAtAcls)).ShouldBe(["dev", "prod"]);
        (await Notices(LookAtAcls)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_notice_is_sent_when_a_client_quota_differs_and_none_when_nothing_does()
    {
        await LookAtAcls();

        foreach (var rate in new[] { 1024, 2048 })
        {
            _world.AclStore.Limits = [new("User:app", new(ClientQuota.AllClients, "producer_byte_rate", rate))];
            (await Notices(LookAtAcls)).ShouldBe(["dev", "prod"]);
            (await Notices(LookAtAcls)).ShouldBeEmpty();
        }

        _world.AclStore.Limits = [];
        (await Notices(LookAtAcls)).ShouldBe(["dev", "prod"]);
    }

    [Fact]
    public async Task A_notice_is_sent_when_a_credential_differs_and_none_when_nothing_does()
    {
        (await Notices(LookAtCredentials)).ShouldBe(["dev", "prod"]);
        (await Notices(LookAtCredentials)).ShouldBeEmpty();

        foreach (var iterations in new[] { 4096, 8192 })
        {
            await _world.CredentialStore.Set(
                "app",
                CredentialMechanism.ScramSha512,
                iterations,
                "secret",
                AccessWorlds.Soon,
                CancellationToken.None
            );
            (await Notices(LookAtCredentials)).ShouldBe(["dev", "prod"]);
            (await Notices(LookAtCredentials)).ShouldBeEmpty();
        }
    }

    [Fact]
    public async Task A_notice_is_sent_when_a_subject_differs_and_none_when_nothing_does()
    {
        await _world.AddRegistry();
        await LookAtRegistry();

        await Differs(() => Register("id"));
        await Differs(() => Register("id", "amount"));
        await Differs(() => _world.Registry.DeleteVersion(Subject, 1, AccessWorlds.Soon, CancellationToken.None));
        await Differs(() =>
            _world.Registry.SetLevel(Subject, CompatibilityLevel.Full, AccessWorlds.Soon, CancellationToken.None)
        );
        await Differs(() => _world.Registry.DeleteSubject(Subject, AccessWorlds.Soon, CancellationToken.None));

        async Task Differs(Func<Task> act)
        {
            await act();
            (await Notices(LookAtRegistry)).ShouldBe(["dev"]);
            (await Notices(LookAtRegistry)).ShouldBeEmpty();
        }
    }

    [Fact]
    public async Task A_notice_is_sent_when_a_grant_drifts_and_when_it_no_longer_does_and_none_while_it_does()
    {
        await _world.Manage("orders");
        await _world.Carry(AccessWorlds.Grant("app-reads", AccessWorlds.Reads("orders", "User:app")));
        await LookAtAcls();
        await LookForDrift();
        (await Notices(LookForDrift)).ShouldBeEmpty();
        var acls = await _world.AclsOf("User:app");

        await _world.AclStore.Delete(acls, AccessWorlds.Soon, CancellationToken.None);
        await LookAtAcls();
        (await Notices(LookForDrift)).ShouldBe(["dev"]);
        (await Notices(LookForDrift)).ShouldBeEmpty();

        await _world.AclStore.Create(acls, AccessWorlds.Soon, CancellationToken.None);
        await LookAtAcls();
        (await Notices(LookForDrift)).ShouldBe(["dev"]);
    }

    [Fact]
    public void A_notice_of_what_was_seen_has_no_snapshot_read_again() =>
        StoreChannel.IsOfReadings($"{StoreChannel.Seen}:dev").ShouldBeFalse();

    private Task LookAtAcls() =>
        new AclWatch(_world.Stores, _world.AclStore, TimeProvider.System).Look(CancellationToken.None);

    private Task LookAtCredentials() =>
        new CredentialWatch(_world.Stores, _world.CredentialStore, TimeProvider.System).Look(CancellationToken.None);

    private Task LookAtRegistry() =>
        new SubjectWatch(_world.Stores, _world.Registry, TimeProvider.System).Look(CancellationToken.None);

    private Task LookForDrift()
    {
        var kinds = _world.Get<ResourceKinds>();
        IDriftReader[] readers = [new TopicDriftReader(), new AccessDriftReader(kinds, _world.Get<AccessPreview>())];
        return new DriftWatch(_world.Stores, kinds, readers, TimeProvider.System).Look(CancellationToken.None);
    }

    private Task Register(params string[] fields) =>
        _world.Registry.Register(
            Subject,
            new RegistryText(SchemaType.Avro, SchemaWorlds.Order(fields), []),
            AccessWorlds.Soon,
            CancellationToken.None
        );

    /// <summary>The clusters that pages are notified of while something is done.</summary>
    private async Task<List<string>> Notices(Func<Task> look)
    {
        var seen = new ConcurrentQueue<string>();
        var last = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var ofSeen = _notifications.WatchSeen(seen.Enqueue);
        using var ofPeople = _notifications.Watch(_ => { }, () => last.TrySetResult());
        await look();
        // Notifications come in the order in which they were sent: with this one all of the look's have come.
        await using var command = _store.CreateCommand(
            $"select pg_notify('{StoreChannel.Shown}', '{StoreChannel.People}')"
        );
        await command.ExecuteNonQueryAsync();
        await Deadline.Until(() => last.Task.IsCompleted);
        return [.. seen.Distinct().Order(StringComparer.Ordinal)];
    }
}
