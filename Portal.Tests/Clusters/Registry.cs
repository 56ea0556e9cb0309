using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Portal.Core;
using Portal.Core.Changes;
using Portal.Core.Changes.Requests;
using Portal.Core.Clusters;
using Portal.Core.Evaluation;
using Portal.Core.JobCredentials;
using Portal.Core.Store;
using Portal.Core.Teams;
using Portal.Engines.Secrets;
using Portal.Tests.Kit;

namespace Portal.Tests.Clusters;

/// <summary>The services of registering on a database of its own, with a scripted cluster at the other end.</summary>
public sealed class Registry : IAsyncDisposable
{
    private readonly RecycledDatabase _database;
    private readonly ServiceProvider _services;

    private Registry(RecycledDatabase database, ISecretSeal seal)
    {
        _database = database;
        _services = new ServiceCollection()
            .AddPortalStore(database.ConnectionString)
            .AddSingleton(database.Source)
            .AddPortalCore()
            .AddClusterRegistration()
            .AddSingleton<IClusterProbe>(Probe)
            .AddSingleton(seal)
            .AddSingleton(new ClusterReach())
            .BuildServiceProvider();
    }

    public ScriptedProbe Probe { get; } = new();

    public ClusterRegistration Registration => _services.GetRequiredService<ClusterRegistration>();

    public JobKafkaRegistration JobKafka => _services.GetRequiredService<JobKafkaRegistration>();

    public ClusterDeregistration Deregistration => _services.GetRequiredService<ClusterDeregistration>();

    public ChangeRequests Requests => _services.GetRequiredService<ChangeRequests>();

    public Caller Sam { get; } = Callers.Of("sam", Role.Platform);

    public Caller Ada { get; } = Callers.Of("ada", Role.Member);

    public static ClusterDraft Draft(string name = "billing") => new(name, "dev", "local", "127.0.0.1:9092");

    public static ClusterDraft SignedIn(string? password = "hunter2") =>
        Draft() with
        {
            Tls = true,
            SaslMechanism = SaslMechanisms.ScramSha512,
            Username = "portal",
            Password = password,
        };

    /// <param name="seal">Null: one that turns a password around.</param>
    public static async Task<Registry> Open(ISecretSeal? seal = null)
    {
        var registry = new Registry(await RecycledDatabase.Take(), seal ?? new Reversed());
        await registry._services.GetRequiredService<Seed>().Plant(CancellationToken.None);
        return registry;
    }

    public IDbContextFactory<PortalDb> Stores => _services.GetRequiredService<IDbContextFactory<PortalDb>>();

    /// <summary>Its keys lie in a directory that nobody made.</summary>
    public static SecretVault Vault => new(new KeyStorage(Options.Create(new SecretOptions())));

    public Task<PortalDb> Db() => Stores.CreateDbContextAsync();

    public async Task<ClusterId> Register(ClusterDraft draft) =>
        (await Registration.Register(Sam, draft, CancellationToken.None))
            .ShouldBeOfType<Outcome<ClusterId>.Done>()
            .Value;

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await _database.DisposeAsync();
    }

    /// <summary>Seals nothing.</summary>
    public sealed class Unsealed : ISecretSeal
    {
        public byte[] Seal(string plain) => System.Text.Encoding.UTF8.GetBytes(plain);
    }

    private sealed class Reversed : ISecretSeal
    {
        public byte[] Seal(string plain) => [.. System.Text.Encoding.UTF8.GetBytes(plain).Reverse()];
    }
}
