using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Portal.Core;
using Portal.Core.Changes;
using Portal.Core.Topics;
using Portal.Tests.Pages;

namespace Portal.Tests.Api;

/// <summary>What people decide about a run, over the API, carried out by real workers.</summary>
public sealed class RunActTests(WorkedWeb web) : IClassFixture<WorkedWeb>, IDisposable
{
    public void Dispose() => web.Clear();

    [Fact]
    public async Task A_run_that_is_aborted_before_its_point_of_no_return_ends_rolled_back()
    {
        var (id, goOn) = await web.HeldBefore("SetConfigs", "act.aborted");

        (await Act("ada", id, "abort")).ShouldBe("applying");
        goOn();

        await web.World.Reaches(id, ChangeState.RolledBack);
        var topic = web.World.Kafka.Topic("act.aborted")!;
        topic.Partitions.ShouldBe(3);
        topic.Configs["retention.ms"].Value.ShouldBe("604800000");
        var change = await Read("ada", id);
        change.GetProperty("change").GetProperty("state").GetString().ShouldBe("rolled-back");
        change.GetProperty("timeline").ToString().ShouldContain("Ada Brandt requested an abort.");
    }

    [Fact]
    public async Task Past_the_point_of_no_return_an_abort_is_refused_in_words_and_the_run_goes_on()
    {
        var (id, goOn) = await web.HeldBefore("GrowPartitions", "act.too.late");
        using var ada = await web.As("ada");

        using var answer = await ada.PostAsync($"/api/v1/changes/{id}/abort", null);
        goOn();

        answer.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await answer.Content.ReadAsStringAsync()).ShouldContain("past its point of no return");
        await web.World.Reaches(id, ChangeState.Applied);
        web.World.Kafka.Topic("act.too.late")!.Partitions.ShouldBe(6);
    }

    [Fact]
    public async Task A_stuck_run_goes_on_when_it_is_retried()
    {
        var id = await web.Stuck("act.retried");
        var stuck = await Read("noor", id);
        stuck.GetProperty("change").GetProperty("statusMessage").GetString()!.ShouldContain("act.retried");
        web.World.Kafka.Write("act.retried", 0);

        (await Act("noor", id, "retry")).ShouldBe("rolling-back");

        await web.World.Reaches(id, ChangeState.RolledBack);
        web.World.Kafka.Topic("act.retried").ShouldBeNull();
    }

    [Fact]
    public async Task A_stuck_run_ends_when_it_is_settled_and_what_is_there_is_managed()
    {
        var id = await web.Stuck("act.settled");

        (await Act("noor", id, "settle", new { why = "It is in use." })).ShouldBe("settled");

        var change = await Read("ada", id);
        change
            .GetProperty("change")
            .GetProperty("statusMessage")
            .GetString()
            .ShouldBe("Settled by Noor Haddad: It is in use.");
        web.Clear();
        var next = await web.World.Ask(Applying.WorkerWorld.Update("act.settled", 3));
        await web.World.Reaches(next, ChangeState.Applied);
    }

    private async Task<string?> Act(string person, ChangeId id, string act, object? body = null)
    {
        using var client = await web.As(person);
        using var answer = await client.PostAsJsonAsync($"/api/v1/changes/{id}/{act}", body);
        var words = await answer.Content.ReadAsStringAsync();
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, words);
        return JsonSerializer.Deserialize<JsonElement>(words).GetProperty("state").GetString();
    }

    private async Task<JsonElement> Read(string person, ChangeId id)
    {
        using var client = await web.As(person);
        return await client.GetFromJsonAsync<JsonElement>($"/api/v1/changes/{id}");
    }
}
