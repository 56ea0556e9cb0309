using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Clusters;
using Portal.Core.ServiceAccounts;
using Portal.Tests.Access;
using Portal.Tests.Kit;
using Portal.Tests.ServiceAccounts;
using Portal.Tests.Specs;
using Portal.Web.Features.Access;
using Portal.Web.Features.Requests;
using Portal.Web.Features.ServiceAccounts.Fields;
using Portal.Web.Layout;

namespace Portal.Tests.Pages;

/// <summary>Accounts by certificate have subjects for names: whatever is in them, addresses lead to their pages, and the API and files name them.</summary>
public sealed class CertificateAccountPageTests(IdleWeb web) : IClassFixture<IdleWeb>
{
    public static TheoryData<string> Subjects() => [.. ServiceAccountWorlds.Subjects];

    [Theory]
    [MemberData(nameof(Subjects))]
    public async Task Its_page_says_how_clients_sign_in_and_offers_no_password(string subject)
    {
        await There(subject);
        using var visitor = await PageVisitor.Of(web.Address, "ada");

        var page = await visitor.GetStringAsync(Addresses.ServiceAccount("dev", subject));

        page.ShouldNotContain("<script>alert");
        page = WebUtility.HtmlDecode(page);
        page.ShouldContain($"Clients sign in as {subject} by client certificate (mTLS)");
        page.ShouldContain($"User:{subject}");
        page.ShouldContain("It has no password");
        page.ShouldNotContain("Rotate");
        page.ShouldNotContain("There is no service account");
        var principal = await visitor.GetStringAsync(Addresses.Principal("dev", $"User:{subject}"));
        WebUtility.HtmlDecode(principal).ShouldContain($"User:{subject}");
        (await visitor.GetStringAsync(Addresses.ServiceAccounts)).ShouldContain(
            WebUtility.HtmlEncode(Addresses.ServiceAccount("dev", subject))
        );
        using var form = await visitor.GetAsync($"{Addresses.ServiceAccount("dev", subject)}/change");
        form.StatusCode.ShouldBe(HttpStatusCode.OK);
        WebUtility.HtmlDecode(await form.Content.ReadAsStringAsync()).ShouldContain("Client certificate (mTLS)");
    }

    [Theory]
    [MemberData(nameof(Subjects))]
    public async Task The_API_and_a_file_name_it_and_its_file_plans_nothing(string subject)
    {
        await There(subject);
        using var ada = await web.As("ada");

        var account = await ada.GetFromJsonAsync<JsonElement>(
            $"/api/v1/service-accounts/dev/{Uri.EscapeDataString(subject)}"
        );

        account.GetProperty("name").GetString().ShouldBe(subject);
        account.GetProperty("principal").GetString().ShouldBe($"User:{subject}");
        account.GetProperty("spec").GetProperty("authentication").GetString().ShouldBe("tls");
        account.GetProperty("spec").GetProperty("mechanism").ValueKind.ShouldBe(JsonValueKind.Null);
        var file = await web.Exported("ada");
        file.ShouldContain("authentication: tls");
        (await web.Specs("plan", file, "ada")).Count("changes").ShouldBe(0, file);
    }

    [Fact]
    public async Task It_is_requested_by_API_and_a_password_s_fields_are_refused_where_they_stand()
    {
        using var ada = await web.As("ada");

        using var made = await Requested(ada, "CN=by-api,O=Acme", new { authentication = "tls" });
        using var odd = await Requested(ada, "CN=by-api-2,O=Acme", new { authentication = "tls", rotation = 2 });
        using var spaced = await Requested(ada, "CN=by-api-3, O=Acme", new { authentication = "tls" });
        using var scram = await Requested(ada, "CN=by-api-4,O=Acme", new { });

        made.StatusCode.ShouldBe(HttpStatusCode.Created);
        (await odd.Content.ReadAsStringAsync()).ShouldContain("resources[0].spec.authentication");
        (await spaced.Content.ReadAsStringAsync()).ShouldContain("without spaces around its commas");
        (await scram.Content.ReadAsStringAsync()).ShouldContain("resources[0].name");
    }

    [Fact]
    public async Task It_is_requested_on_the_page_by_one_choice()
    {
        await using var seat = await Seat.Of(web, "ada");
        var model = seat.Model<RequestModel>();
        await model.Open(new RequestOf.New(ServiceAccountKind.Word), CancellationToken.None);
        await model.Type(form =>
        {
            var account = (ServiceAccountForm)form.First;
            (account.Name, account.Cluster) = ("CN=by-page,O=Acme", "dev");
            account.SignsIn = new(AccountAuthentication.Tls, default);
        });

        (await model.Send()).ShouldNotBeNull();
    }

    [Fact]
    public async Task Client_settings_of_its_grants_are_those_of_a_certificate()
    {
        await There("CN=reader,O=Acme");
        await web.World.Manage("invoices");
        await web.World.Carry(AccessWorlds.Grant("reader", AccessWorlds.Reads("invoices", "User:CN=reader,O=Acme")));
        using var visitor = await PageVisitor.Of(web.Address, "ada");

        var page = WebUtility.HtmlDecode(await visitor.GetStringAsync("/access/dev/reader?tab=client&lang=java"));

        page.ShouldContain("security.protocol=SSL\n");
        page.ShouldContain("ssl.keystore.type=PEM");
        page.ShouldNotContain("sasl.");
    }

    [Fact]
    public async Task Client_settings_have_the_listener_of_clients_that_sign_in_so()
    {
        await There("CN=listens,O=Acme");
        await web.World.Manage("parcels");
        await web.World.Carry(AccessWorlds.Grant("cert", AccessWorlds.Reads("parcels", "User:CN=listens,O=Acme")));
        await web.World.Carry(AccessWorlds.Grant("scram", AccessWorlds.Reads("parcels", "User:packer")));
        using var visitor = await PageVisitor.Of(web.Address, "ada");
        (await Settings("cert")).ShouldContain("clients may have another listener");

        var id = await Named(EndpointKind.PasswordListener, "scram.example:9093", tls: true, "the scram authority");
        var other = await Named(EndpointKind.CertificateListener, "mtls.example:9094", tls: true, null);
        try
        {
            var (scram, cert) = (await Settings("scram"), await Settings("cert"));
            scram.ShouldContain("bootstrap.servers=scram.example:9093\nsecurity.protocol=SASL_SSL\n");
            scram.ShouldContain($"ssl.truststore.location={SnippetSignIn.Authority}");
            scram.ShouldContain("the scram authority");
            scram.ShouldNotContain("clients may have another listener");
            cert.ShouldContain("bootstrap.servers=mtls.example:9094\nsecurity.protocol=SSL\n");
            cert.ShouldNotContain("truststore");
        }
        finally
        {
            await using var db = await web.Store.CreateDbContextAsync();
            await db.Set<Endpoint>().Where(e => e.Id == id || e.Id == other).ExecuteDeleteAsync();
        }

        async Task<string> Settings(string grant) =>
            WebUtility.HtmlDecode(await visitor.GetStringAsync($"/access/dev/{grant}?tab=client&lang=java"));
    }

    private async Task<long> Named(EndpointKind kind, string addresses, bool tls, string? ca)
    {
        await using var db = await web.Store.CreateDbContextAsync();
        var cluster = await db.Set<Cluster>().Include(c => c.Endpoints).SingleAsync(c => c.Name == "dev");
        var endpoint = new Endpoint
        {
            Kind = kind,
            Addresses = addresses,
            Tls = tls,
            CaPem = ca,
        };
        cluster.Endpoints.Add(endpoint);
        await db.SaveChangesAsync();
        return endpoint.Id;
    }

    private async Task There(string subject)
    {
        if (await web.World.Get<ServiceAccountCatalogue>().Get("dev", subject, CancellationToken.None) is null)
        {
            await web.World.Carry(ServiceAccountWorlds.Certified(subject));
        }
    }

    private static Task<HttpResponseMessage> Requested(HttpClient who, string name, object spec) =>
        who.PostAsJsonAsync(
            "/api/v1/changes",
            new
            {
                owner = "payments",
                reason = "clients with certificates",
                resources = new[]
                {
                    new
                    {
                        kind = "service-account",
                        operation = "create",
                        cluster = "dev",
                        name,
                        spec,
                    },
                },
            }
        );
}
