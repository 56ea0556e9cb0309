using System.Net;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Portal.Core;
using Portal.Core.Clusters;
using Portal.Core.Jobs;
using Portal.Core.Resources;
using Portal.Core.Schemas;
using Portal.Tests.Api;
using Portal.Tests.CrashMatrix;
using Portal.Tests.Kit;
using Portal.Web.Features.Clusters;
using Portal.Web.Features.Clusters.Endpoints;
using Portal.Web.Pages;

namespace Portal.Tests.Pages;

public sealed class ClusterModelTests(WatchedWeb web) : IClassFixture<WatchedWeb>
{
    [Theory]
    [InlineData("sam", true)]
    [InlineData("ada", false)]
    public async Task Everybody_sees_the_clusters_worst_first_and_platform_may_manage_them(string person, bool may)
    {
        await using var seat = await Seat.Of(web, person);
        var model = seat.Model<ClustersModel>();

        await model.Load(CancellationToken.None);

        model.Value!.Rows.Select(row => row.Name).ShouldBe(["prod-eu-1", "dev-eu-1"]);
        model.Value.MayManage.ShouldBe(may);
    }

    [Fact]
    public async Task A_cluster_says_what_letting_go_of_it_means()
    {
        await using var seat = await Seat.Of(web, "ada");
        var model = seat.Model<ClusterModel>();
        (await model.Deregister()).ShouldBeFalse("nothing is shown yet");

        await model.Load("prod-eu-1", CancellationToken.None);

        model.Value!.Topics.ShouldBe(3);
        model.Value.OpenChanges.ShouldBe(0);
        (await model.Deregister()).ShouldBeFalse();
        model.Refused!.Kind.ShouldBe(RefusalKind.Denied);
    }

    [Fact]
    public async Task What_is_left_behind_of_a_Kafka_with_a_Flink_has_its_jobs_and_schemas_too()
    {
        await using var seat = await Seat.Of(web, "sam");
        var model = seat.Model<ClusterModel>();
        await model.Load("prod-eu-1", CancellationToken.None);
        var shown = model.Value! with { Managed = new Dictionary<ResourceKind, int>() };
        (await LeftBehindOf(shown)).ShouldNotContain("managed job");

        var left = await LeftBehindOf(
            shown with
            {
                Managed = new Dictionary<ResourceKind, int> { [JobKind.Word] = 2, [SchemaKind.Word] = 1 },
            }
        );

        left.ShouldContain("and the jobs of its Flink go on running");
        left.ShouldContain("2 managed jobs are no longer managed or watched from here, and can’t be taken back");
        left.ShouldContain("1 managed schema is no longer managed or watched from here");
        left.ShouldNotContain("other clusters");
    }

    [Fact]
    public async Task What_is_left_behind_of_a_Kafka_has_the_jobs_that_use_its_topics_from_elsewhere()
    {
        await using var seat = await Seat.Of(web, "sam");
        var model = seat.Model<ClusterModel>();
        await model.Load("dev-eu-1", CancellationToken.None);
        model.Value!.JobsElsewhere.ShouldBe(0);

        (await LeftBehindOf(model.Value with { JobsElsewhere = 2 })).ShouldContain(
            "2 managed jobs of other clusters go on running and can’t be changed or started again while using its topics"
        );
    }

    [Fact]
    public async Task The_jobs_that_use_its_topics_from_elsewhere_are_counted_for_the_dialog_and_not_at_each_refresh()
    {
        await using var db = await web.Store.CreateDbContextAsync();
        var edge = new Cluster
        {
            Name = "edge",
            Environment = "dev",
            Region = "local",
            RegisteredAt = web.Now,
        };
        db.Add(edge);
        await db.SaveChangesAsync();
        var spec = CoreJson.Write(new { Sources = new[] { "dev-eu-1.orders" }, Sinks = Array.Empty<string>() });
        await db.Database.ExecuteSqlAsync(
            $"""
            insert into resource (kind, cluster_id, name, owner_team_id, spec, created_at, updated_at)
            select 'job', {edge.Id.Value}, 'elsewhere', id, {spec}::jsonb, now(), now() from team where name = 'payments'
            """
        );
        try
        {
            await using var seat = await Seat.Of(web, "sam");
            var model = seat.Model<ClusterModel>();
            await model.Load("dev-eu-1", CancellationToken.None);
            model.Value!.JobsElsewhere.ShouldBe(0, "the dialog isn't open");

            (await model.CountElsewhere()).ShouldBeTrue();
            model.Value!.JobsElsewhere.ShouldBe(1);

            await model.Load("dev-eu-1", CancellationToken.None);
            model.Value!.JobsElsewhere.ShouldBe(1, "it may be open");
            await model.Load("prod-eu-1", CancellationToken.None);
            model.Value!.JobsElsewhere.ShouldBe(0);
        }
        finally
        {
            await db.Set<Resource>().Where(r => r.ClusterId == edge.Id).ExecuteDeleteAsync();
            edge.DeregisteredAt = web.Now;
            await db.SaveChangesAsync();
        }
    }

    [Theory]
    [InlineData(null, null, null, "none")]
    [InlineData(null, 7L, null, "with a bearer token; stored encrypted, never shown")]
    [InlineData("ada", 7L, null, "as ada; password stored encrypted, never shown")]
    [InlineData(null, 7L, "-----BEGIN CERTIFICATE-----", "with a client certificate; its key stored encrypted")]
    public async Task How_an_engine_is_signed_in_to_is_named(
        string? username,
        long? secret,
        string? certificate,
        string words
    )
    {
        var flink = new Endpoint
        {
            Kind = EndpointKind.Flink,
            Addresses = "https://flink.internal:8081",
            Username = username,
            SecretId = secret,
            ClientCertificate = certificate,
        };

        var html = await Rendered<ClusterEngine>(
            (nameof(ClusterEngine.Title), "Flink"),
            (nameof(ClusterEngine.Known), flink),
            (nameof(ClusterEngine.MayManage), true)
        );

        html.ShouldContain($"<dt>Sign-in</dt><dd>{words}");
    }

    private Task<string> LeftBehindOf(ClusterShown shown) => Rendered<LeftBehind>((nameof(LeftBehind.Shown), shown));

    private async Task<string> Rendered<T>(params (string Name, object? Value)[] parameters)
        where T : IComponent
    {
        await using var scope = web.Services.CreateAsyncScope();
        await using var renderer = new HtmlRenderer(scope.ServiceProvider, NullLoggerFactory.Instance);
        var values = ParameterView.FromDictionary(
            parameters.ToDictionary(each => each.Name, each => each.Value, StringComparer.Ordinal)
        );
        return await renderer.Dispatcher.InvokeAsync(async () =>
            WebUtility.HtmlDecode((await renderer.RenderComponentAsync<T>(values)).ToHtmlString())
        );
    }

    [Fact]
    public async Task Its_page_leads_to_its_own_topics_and_groups_whichever_environment_was_chosen()
    {
        using var ada = await PageClient.As(web, "ada");

        var html = WebUtility.HtmlDecode(await ada.Browser.GetStringAsync("/clusters/prod-eu-1?env=dev"));

        html.ShouldContain("href=\"/topics?cluster=prod-eu-1&env=prod\"");
        html.ShouldContain("href=\"/groups?cluster=prod-eu-1&env=prod\"");
    }

    [Fact]
    public async Task A_cluster_that_isnt_registered_says_so()
    {
        await using var seat = await Seat.Of(web, "ada");
        var model = seat.Model<ClusterModel>();

        await model.Load("nowhere", CancellationToken.None);

        model.State.ShouldBeOfType<ViewState<ClusterShown>.NotFound>().What.ShouldBe("No cluster nowhere");
    }

    [Fact]
    public async Task The_form_is_denied_not_found_empty_or_filled()
    {
        await using var ada = await Seat.Of(web, "ada");
        var denied = ada.Model<ClusterFormModel>();
        await denied.Load(null, CancellationToken.None);
        denied.State.ShouldBeOfType<ViewState<ClusterFormView>.Denied>().What.ShouldContain("Only platform engineers");

        await using var sam = await Seat.Of(web, "sam");
        var form = sam.Model<ClusterFormModel>();
        await form.Load("nowhere", CancellationToken.None);
        form.State.ShouldBeOfType<ViewState<ClusterFormView>.NotFound>();

        await form.Load(null, CancellationToken.None);
        (form.Value!.Editing, form.Value.Form.Environment, form.Value.Form.Name).ShouldBe((null, "dev", ""));

        await form.Load("prod-eu-1", CancellationToken.None);
        (form.Value!.Form.Name, form.Value.Form.Addresses).ShouldBe(("prod-eu-1", "127.0.0.1:27999"));
    }

    [Fact]
    public async Task A_test_is_not_shown_beside_an_address_that_was_not_tested()
    {
        await using var sam = await Seat.Of(web, "sam");
        var model = sam.Model<ClusterFormModel>();
        await model.Load(null, CancellationToken.None);
        var form = model.Value!.Form;
        (form.Name, form.Addresses) = ("tested-once", "127.0.0.1:27998");
        await model.Try();
        model.Test.ShouldNotBeNull();

        form.Name = "tested-as-well";
        model.Test.ShouldNotBeNull("the name isn't tested");
        form.Addresses = "127.0.0.1:27997";

        model.Test.ShouldBeNull();
        (await model.Save()).ShouldBeFalse();
        model.Test!.Refused.ShouldNotBeNull();
    }

    [Fact]
    public async Task Only_platform_engineers_set_the_engines_of_a_cluster()
    {
        await using var ada = await Seat.Of(web, "ada");
        var denied = ada.Model<FlinkFormModel>();
        await denied.Load("prod-eu-1", CancellationToken.None);
        denied.State.ShouldBeOfType<ViewState<EndpointFormView>.Denied>().What.ShouldContain("Only platform engineers");

        await using var sam = await Seat.Of(web, "sam");
        var form = sam.Model<FlinkFormModel>();
        await form.Load("nowhere", CancellationToken.None);
        form.State.ShouldBeOfType<ViewState<EndpointFormView>.NotFound>();

        await form.Load("prod-eu-1", CancellationToken.None);
        (form.Value!.Form.Url, form.Value.Form.GatewayUrl) = ("http://127.0.0.1:27998", "ftp://127.0.0.1:27997");
        (await form.Save()).ShouldBeFalse();
        form.WrongWith("gatewayUrl").ShouldNotBeNullOrEmpty();

        form.Value.Form.GatewayUrl = "";
        (await form.Save()).ShouldBeFalse();
        form.WrongWith("url").ShouldBe("Flink at 127.0.0.1:27998 can't be reached.");
    }

    [Fact]
    public async Task A_secret_that_was_typed_for_another_sign_in_is_named_beside_its_field()
    {
        await using var sam = await Seat.Of(web, "sam");
        var form = sam.Model<RegistryFormModel>();
        await form.Load("prod-eu-1", CancellationToken.None);
        form.Value!.Form.Url = "https://registry.internal";
        (form.Value.Form.SignIn, form.Value.Form.Token) = (HttpSignInMethod.Basic, "t0ken");

        (await form.Save()).ShouldBeFalse();

        form.WrongWith("token")!.ShouldStartWith("A token doesn't count with user and password");
    }

    [Fact]
    public async Task The_form_of_a_registry_sends_no_user_with_a_token()
    {
        await using var sam = await Seat.Of(web, "sam");
        var form = sam.Model<RegistryFormModel>();
        await form.Load("prod-eu-1", CancellationToken.None);
        form.Value!.Form.Url = "https://registry.internal";
        (form.Value.Form.Username, form.Value.Form.CaPem) = ("ada", "no certificate");
        form.Value.Form.SignIn = HttpSignInMethod.Bearer;

        await form.Try();

        form.WrongWith("token")!.ShouldStartWith("Enter the token.");
        form.WrongWith("caPem")!.ShouldContain("PEM");
        form.WrongWith("username").ShouldBeNull();
        form.Value.Form.SignIn = HttpSignInMethod.Basic;
        await form.Try();
        form.WrongWith("token").ShouldBeNull();
        form.WrongWith("password")!.ShouldStartWith("Enter the password.");
    }

    [FullRunFact]
    public async Task A_Flink_that_answers_says_what_it_is_and_what_it_lacks()
    {
        var flink = (FlinkEngine)await SharedEngines.Flink;
        await using var sam = await Seat.Of(web, "sam");
        var form = sam.Model<FlinkFormModel>();
        await form.Load("dev-eu-1", CancellationToken.None);
        (form.Value!.Form.Url, form.Value.Form.GatewayUrl) = (flink.Url, flink.Gateway);

        (await form.Save()).ShouldBeTrue();

        form.Facts!.Lines.Select(line => line.Words).ShouldContain(words => words.StartsWith("SQL Gateway 2."));
        // Nothing answers at the addresses of the brokers of this world.
        form.Facts.Lines.Where(line => !line.IsFine).ShouldAllBe(line => line.IsUnknown);
        await form.Load("dev-eu-1", CancellationToken.None);
        form.Value.Known!.Addresses.ShouldBe(flink.Url);

        (await form.Remove()).ShouldBeTrue();
        await form.Load("dev-eu-1", CancellationToken.None);
        form.Value.Known.ShouldBeNull();
    }

    [Fact]
    public async Task What_doesnt_answer_isnt_stored_and_what_is_wrong_stands_beside_its_field()
    {
        await using var sam = await Seat.Of(web, "sam");
        var model = sam.Model<ClusterFormModel>();
        await model.Load(null, CancellationToken.None);
        var busy = new List<bool>();
        model.Changed += () => busy.Add(model.IsBusy);

        model.Value!.Form.Name = "no spaces here";
        (await model.Save()).ShouldBeFalse();
        model.WrongWith("name").ShouldNotBeNullOrEmpty();

        (model.Value.Form.Name, model.Value.Form.Addresses) = ("silent", "127.0.0.1:27998");
        await model.Try();

        model.Test!.Refused.ShouldNotBeNull();
        model.Facts.ShouldBeNull();
        busy.ShouldBe([true, false, true, false]);
    }
}
