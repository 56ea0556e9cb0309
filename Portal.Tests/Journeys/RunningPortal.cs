using System.Net.Http.Headers;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Core.People;
using Portal.Core.Store;
using Portal.Core.Teams;
using Portal.Tests.Kit;

namespace Portal.Tests.Journeys;

/// <summary>Workers and web as processes, over a database of their own, with the seeded people: what `./portal up --empty` starts.</summary>
public sealed class RunningPortal : IAsyncDisposable
{
    private readonly PostgresDatabase? _database;
    private readonly string _store;
    private readonly (string Name, string Value)[] _settings;
    private readonly RunFolder _folder = AppProcess.Folder();
    private readonly ServiceProvider _desk;
    private readonly List<AppProcess> _processes = [];
    private AppProcess? _workers;
    private AppProcess? _web;

    private RunningPortal(PostgresDatabase? database, string store, (string Name, string Value)[] settings)
    {
        (_database, _store, _settings) = (database, store, settings);
        var services = new ServiceCollection().AddPortalStore(store);
        services.Configure<TokenOptions>(options => options.Mode = SignInMode.Embedded);
        services.AddSingleton(TimeProvider.System).AddSingleton<CallerReader>();
        services.AddSingleton<ApiTokens>().AddSingleton<TokenLife>().AddSingleton<RecognisedTokens>();
        _desk = services.BuildServiceProvider();
        Address = Url();
        Workers = Url();
    }

    public Uri Address { get; }

    public Uri Workers { get; }

    /// <summary>Where its keys lie, unless a setting puts them elsewhere.</summary>
    public string Keys => Path.Combine(_folder.Path, "keys");

    /// <param name="localBootstrap">A local cluster that registers itself at start; null: none.</param>
    /// <param name="settings">For both processes, as environment variables.</param>
    public static async Task<RunningPortal> Start(
        string? localBootstrap = null,
        params (string Name, string Value)[] settings
    )
    {
        var database = await PostgresDatabase.Create();
        return await Start(new RunningPortal(database, database.ConnectionString, settings), localBootstrap);
    }

    /// <param name="store">Somebody else's to end; an empty database will do.</param>
    /// <param name="settings">For both processes, as environment variables.</param>
    public static Task<RunningPortal> Over(
        string store,
        string? localBootstrap,
        params (string Name, string Value)[] settings
    ) => Start(new RunningPortal(null, store, settings), localBootstrap);

    /// <summary>Web alone, so that what is stored stays as it is until workers are started.</summary>
    public static async Task<RunningPortal> WebOver(string store, params (string Name, string Value)[] settings)
    {
        var portal = new RunningPortal(null, store, settings);
        await portal.StartWeb(null);
        return portal;
    }

    private static async Task<RunningPortal> Start(RunningPortal portal, string? localBootstrap)
    {
        await portal.StartWorkers(localBootstrap).Healthy(new Uri(portal.Workers, "/health/ready"));
        await portal.StartWeb(localBootstrap);
        return portal;
    }

    /// <summary>Both end as with a new version of them, one after the other, and others come in their place.</summary>
    public async Task Restart(string? localBootstrap = null)
    {
        await _web!.Stop();
        await StartWeb(localBootstrap);
        await _workers!.Stop();
        await StartWorkers(localBootstrap).Healthy(new Uri(Workers, "/health/ready"));
    }

    /// <summary>kill -9.</summary>
    public void KillWorkers() => _workers!.Kill();

    /// <summary>They ended by themselves, as when they find no store at their start: whoever runs them starts them again.</summary>
    public bool WorkersHaveEnded => _workers!.HasEnded;

    public AppProcess StartWorkers(string? localBootstrap = null)
    {
        var environment = Environment(Workers, localBootstrap);
        environment["NICE"] = environment.GetValueOrDefault("WORKERS_NICE", "0");
        _workers = AppProcess.Start(_folder, "Portal.Workers", environment);
        _processes.Add(_workers);
        return _workers;
    }

    private async Task StartWeb(string? localBootstrap)
    {
        _web = AppProcess.Start(_folder, "Portal.Web", Environment(Address, localBootstrap));
        _processes.Add(_web);
        await _web.Healthy(new Uri(Address, "/health/ready"));
    }

    /// <summary>A client with a token of this person, made as <c>./portal token</c> makes one but without its process.</summary>
    public async Task<HttpClient> As(string person)
    {
        await using var db = await Store();
        var owner = await db.Set<Person>().SingleAsync(p => p.Handle == person);
        var (token, _) = await _desk
            .GetRequiredService<ApiTokens>()
            .Issue(Actor.Seed, owner.Id, "for a test", TimeSpan.FromHours(4), TokenScopes.All, CancellationToken.None);
        var client = new HttpClient { BaseAddress = Address };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    public Task<PortalDb> Store() => _desk.GetRequiredService<IDbContextFactory<PortalDb>>().CreateDbContextAsync();

    /// <summary>What the processes wrote, for a failed test's reader.</summary>
    public string Logs => string.Join("\n\n", _processes.Select(p => p.Log));

    public async ValueTask DisposeAsync()
    {
        foreach (var process in _processes)
        {
            process.Dispose();
        }

        _folder.Dispose();
        await _desk.DisposeAsync();
        if (_database is not null)
        {
            await _database.DisposeAsync();
        }
    }

    private Dictionary<string, string> Environment(Uri address, string? localBootstrap)
    {
        var environment = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["ConnectionStrings__Portal"] = _store,
            ["Portal__KeysDirectory"] = Keys,
            ["Portal__Identity__Mode"] = "Embedded",
            ["ASPNETCORE_URLS"] = address.GetLeftPart(UriPartial.Authority),
            ["ASPNETCORE_ENVIRONMENT"] = "Development",
            ["DOTNET_ENVIRONMENT"] = "Development",
        };
        if (localBootstrap is not null)
        {
            environment["Portal__LocalCluster__Bootstrap"] = localBootstrap;
        }

        foreach (var (name, value) in _settings)
        {
            environment[name] = value;
        }

        return environment;
    }

    private static Uri Url() => new($"http://127.0.0.1:{FreePorts.One()}");
}
