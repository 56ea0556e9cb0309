using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Npgsql;
using Portal.Core.Store;
using Portal.Tests.Journeys;
using Portal.Tests.Kit;

namespace Portal.Tests.Upgrade;

/// <summary>Today's web and workers, as they are shipped, over a store and two clusters of the version before, which listen on other ports by now.</summary>
public sealed class FormerPortal : IAsyncLifetime
{
    private FormerStore _store = null!;
    private LocalKafka _dev = null!;
    private LocalKafka _prod = null!;

    public RunningPortal Portal { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        _store = await FormerStore.Load();
        await using (var owner = NpgsqlDataSource.Create(_store.ConnectionString))
        {
            await Migrator.Migrate(owner, CancellationToken.None);
        }

        _dev = await LocalKafka.Over(folder => FormerDisk.Restore("dev", folder, _store.Age));
        _prod = await LocalKafka.Over(folder => FormerDisk.Restore("prod", folder, _store.Age));
        Portal = await RunningPortal.Over(
            _store.ConnectionString,
            _dev.Bootstrap,
            ("Portal__LocalCluster__ProductionBootstrap", _prod.Bootstrap)
        );
    }

    public async Task DisposeAsync()
    {
        await Portal.DisposeAsync();
        await _dev.DisposeAsync();
        await _prod.DisposeAsync();
        await _store.DisposeAsync();
    }

    /// <summary>A client with a token that somebody already has.</summary>
    public HttpClient With(string token)
    {
        var client = new HttpClient { BaseAddress = Portal.Address };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    public async Task<JsonElement> Change(long id)
    {
        using var ada = await Portal.As("ada");
        return await ada.GetFromJsonAsync<JsonElement>($"api/v1/changes/{id}");
    }

    /// <summary>Waits until a change is in this state.</summary>
    public async Task<JsonElement> Reaches(long id, string state)
    {
        JsonElement change = default;
        using var ada = await Portal.As("ada");
        try
        {
            await Deadline.Until(
                async () =>
                {
                    change = await ada.GetFromJsonAsync<JsonElement>($"api/v1/changes/{id}");
                    return change.GetProperty("change").GetProperty("state").GetString() == state;
                },
                TimeSpan.FromSeconds(90)
            );
        }
        catch (TimeoutException late)
        {
            throw new TimeoutException($"Change {id} did not become {state}:\n{change}\n{Portal.Logs}", late);
        }

        return change;
    }

    /// <summary>Approves the plan that is there, whichever version made it.</summary>
    public async Task Approve(string person, long id)
    {
        var plan = (await Change(id)).GetProperty("plan");
        using var approver = await Portal.As(person);
        await ApiJourney.Post(
            approver,
            $"api/v1/changes/{id}/votes",
            new
            {
                planNumber = plan.GetProperty("number").GetInt32(),
                planHash = plan.GetProperty("hash").GetString(),
                verdict = "approve",
            }
        );
    }

    public async Task<JsonElement> Get(string person, string path)
    {
        using var client = await Portal.As(person);
        using var answer = await client.GetAsync(path);
        var text = await answer.Content.ReadAsStringAsync();
        answer.IsSuccessStatusCode.ShouldBeTrue($"GET {path} was answered {(int)answer.StatusCode}: {text}");
        return JsonSerializer.Deserialize<JsonElement>(text);
    }
}
