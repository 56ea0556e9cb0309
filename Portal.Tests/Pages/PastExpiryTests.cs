using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Access;
using Portal.Core.Changes;
using Portal.Web.Features.Access.Fields;
using Portal.Web.Features.Requests;

namespace Portal.Tests.Pages;

/// <summary>A grant that would be over before it begins isn't requested: the field says so, on the page and by API, and nothing is stored.</summary>
public sealed class PastExpiryTests(WatchedWeb web) : IClassFixture<WatchedWeb>
{
    private const string Words = "It would expire at once: ";

    [Fact]
    public async Task The_page_says_so_beside_the_date_and_sends_nothing()
    {
        await using var seat = await Seat.Of(web, "ada");
        var model = seat.Model<RequestModel>();
        await model.Open(new RequestOf.New(AccessKind.Word), CancellationToken.None);
        await model.Type(form =>
        {
            var grant = (AccessForm)form.First;
            (grant.Name, grant.Cluster, grant.Principal, grant.Topic) = ("past", "dev-eu-1", "User:past", "orders");
            (grant.Group, grant.Term, grant.Date) = ("past-", AccessTerm.On, "2020-03-31");
        });

        model
            .Value!.Problem(model.Value.Form.First, "expires")
            .ShouldBe($"{Words}2020-04-01 00:00 UTC is in the past. Choose a later time.");
        (await model.Send()).ShouldBeNull();
        (await Requested("past")).ShouldBeFalse();
    }

    [Fact]
    public async Task The_API_names_the_field_and_stores_nothing()
    {
        using var ada = await web.As("ada");
        var asked = new
        {
            owner = "payments",
            reason = "invoices",
            resources = new[]
            {
                new
                {
                    kind = "access",
                    operation = "create",
                    cluster = "dev-eu-1",
                    name = "past-by-api",
                    spec = new
                    {
                        principal = "User:past",
                        mode = "read",
                        topic = "orders",
                        group = "past-",
                        expires = "2020-03-31T00:00:00Z",
                    },
                },
            },
        };

        using var answer = await ada.PostAsJsonAsync("/api/v1/changes", asked);

        answer.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        var errors = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("errors");
        errors.GetProperty("resources[0].spec.expires")[0].GetString()!.ShouldStartWith(Words);
        (await Requested("past-by-api")).ShouldBeFalse();
    }

    private async Task<bool> Requested(string name)
    {
        await using var db = await web.Store.CreateDbContextAsync();
        return await db.Set<ChangeResource>().AnyAsync(r => r.Name == name);
    }
}
