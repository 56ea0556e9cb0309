using System.Net;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Clusters;
using Portal.Core.Schemas;
using Portal.Web.Features.Schemas;
using Portal.Web.Pages;

namespace Portal.Tests.Pages;

/// <summary>A registry has subjects that nobody could request: what was seen of them is shown all the same.</summary>
public sealed class OddSubjectTests(WatchedWeb web) : IClassFixture<WatchedWeb>, IAsyncLifetime
{
    private const string Cluster = "prod-eu-1";

    private static readonly string[] Seen =
    [
        "__debezium-heartbeat.inventory-value",
        "odd\\u200b-value",
        " spaced-value ",
        new string('x', 280),
    ];

    public static TheoryData<string> Subjects() => [.. Seen];

    public async Task InitializeAsync()
    {
        await using var db = await web.Store.CreateDbContextAsync();
        if (await db.Set<SeenSubject>().AnyAsync())
        {
            return;
        }

        var cluster = await db.Set<Cluster>().Include(c => c.Endpoints).SingleAsync(c => c.Id == web.Prod);
        cluster.Endpoints.Add(new() { Kind = EndpointKind.Registry, Addresses = "http://127.0.0.1:27998" });
        foreach (var subject in Seen)
        {
            db.Add(
                new SeenSubject
                {
                    ClusterId = web.Prod,
                    Name = subject,
                    Newest = 1,
                    FirstSeenAt = web.Now,
                    SeenAt = web.Now,
                }
            );
            db.Add(
                new SeenSchema
                {
                    ClusterId = web.Prod,
                    Subject = subject,
                    Version = 1,
                    SchemaId = 1,
                    Type = SchemaType.Avro,
                    Text = "\"string\"",
                    Refs = [],
                    FirstSeenAt = web.Now,
                }
            );
        }

        await db.SaveChangesAsync();
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Theory]
    [MemberData(nameof(Subjects))]
    public async Task A_subject_that_no_request_takes_has_a_page_with_its_newest_version(string subject)
    {
        await using var seat = await Seat.Of(web, "ada");
        var model = seat.Model<SchemaModel>();

        await model.Load(Cluster, subject, new SchemaReading.One(null), CancellationToken.None);

        var shown = model.Value.ShouldNotBeNull();
        shown.Schema.Row.Subject.ShouldBe(subject);
        shown.Read.ShouldNotBeNull().Version.ShouldBe(1);
    }

    [Theory]
    [MemberData(nameof(Subjects))]
    public async Task A_subject_that_no_request_takes_is_answered_by_the_API_with_an_example(string subject)
    {
        var address = $"/api/v1/schemas/{Cluster}/{Uri.EscapeDataString(subject)}";
        using var ada = await web.As("ada");

        using var found = await ada.GetAsync(address);
        using var example = await ada.GetAsync($"{address}/example");

        (found.StatusCode, example.StatusCode).ShouldBe((HttpStatusCode.OK, HttpStatusCode.OK));
    }

    [Fact]
    public async Task What_the_store_can_not_hold_is_not_found()
    {
        await using var seat = await Seat.Of(web, "ada");
        var model = seat.Model<SchemaModel>();

        await model.Load(Cluster, "a\0-value", new SchemaReading.One(null), CancellationToken.None);

        model.State.ShouldBeOfType<ViewState<SchemaView>.NotFound>();
    }
}
