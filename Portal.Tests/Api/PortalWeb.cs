using System.Net.Http.Headers;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Portal.Core.Evaluation;
using Portal.Core.People;
using Portal.Core.Store;
using Portal.Core.Teams;
using Portal.Tests.Kit;
using Portal.Web;

namespace Portal.Tests.Api;

/// <summary>The web as it is shipped, on Kestrel, over a database of its own with the seeded people in it.</summary>
public class PortalWeb : WebApplicationFactory<App>, IAsyncLifetime, IOptionalFixture
{
    private RecycledDatabase _database = null!;
    private string _keys = "";

    public IDbContextFactory<PortalDb> Store => Services.GetRequiredService<IDbContextFactory<PortalDb>>();

    /// <summary>For what else works on the same store.</summary>
    internal string StoreConnection => _database.ConnectionString;

    /// <summary>What a class wants set otherwise than the bundled setup has it.</summary>
    protected virtual Dictionary<string, string?> Settings => [];

    public virtual bool IsNeeded => true;

    Task IAsyncLifetime.InitializeAsync() => IsNeeded ? InitializeAsync() : Task.CompletedTask;

    public virtual async Task InitializeAsync()
    {
        _keys = Directory.CreateTempSubdirectory("portal-keys-").FullName;
        _database = await RecycledDatabase.Take();
        Listen();
        StartServer();
        await Services.GetRequiredService<Seed>().Plant(CancellationToken.None);
    }

    /// <summary>Where it listens: the last address is <see cref="Address"/>.</summary>
    protected virtual void Listen() => UseKestrel(0);

    public Uri Address => ClientOptions.BaseAddress;

    /// <summary>A client that follows nothing and carries nothing.</summary>
    public HttpClient Stranger() => Client(cookies: false);

    /// <summary>A client that follows nothing and keeps its cookies.</summary>
    public HttpClient Browser() => Client(cookies: true);

    /// <summary>A client with a fresh token of this person.</summary>
    public async Task<HttpClient> As(string handle, params string[] scopes)
    {
        var client = Stranger();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
            "Bearer",
            await Token(handle, scopes)
        );
        return client;
    }

    public async Task<string> Token(string handle, params string[] scopes)
    {
        await using var db = await Store.CreateDbContextAsync();
        var person = await db.Set<Person>().SingleAsync(p => p.Handle == handle);
        var (plain, _) = await Services
            .GetRequiredService<ApiTokens>()
            .Issue(
                Actor.Seed,
                person.Id,
                "for a test",
                TimeSpan.FromHours(1),
                scopes is [] ? TokenScopes.All : scopes,
                CancellationToken.None
            );
        return plain;
    }

    // Who asks before sending a large body waits for the answer: sent anyway after a second, it meets a closed connection.
    private HttpClient Client(bool cookies) =>
        new(
            new SocketsHttpHandler
            {
                AllowAutoRedirect = false,
                UseCookies = cookies,
                Expect100ContinueTimeout = TimeSpan.FromMinutes(1),
            }
        )
        {
            BaseAddress = Address,
        };

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        // Settings of the host reach the program before it reads its first one; later sources would come too late.
        builder.UseSetting("ConnectionStrings:Portal", _database.ConnectionString);
        builder.UseSetting("Portal:KeysDirectory", _keys);
        builder.UseSetting("Portal:Identity:Mode", "Embedded");
        foreach (var (name, value) in Settings)
        {
            builder.UseSetting(name, value);
        }

        builder.ConfigureServices(services => services.AddSingleton<Seed>().AddSingleton(_database.Source));
        builder.ConfigureLogging(log => log.AddProvider(new FailedPages()));
    }

    Task IAsyncLifetime.DisposeAsync() => IsNeeded ? Close() : Task.CompletedTask;

    /// <summary>The class's tests are over.</summary>
    protected virtual async Task Close()
    {
        await DisposeAsync();
        await _database.DisposeAsync();
        Directory.Delete(_keys, recursive: true);
    }
}
