using System.Net;
using Microsoft.AspNetCore.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Portal.Core.Audit;
using Portal.Core.People.Bootstrap;
using Portal.Core.Teams;
using Portal.Tests.Api;
using Portal.Tests.Kit;
using Portal.Web.Identity.Bootstrap;

namespace Portal.Tests.SignIn;

/// <summary>A portal in its first hour: nobody has configured how people sign in.</summary>
public class BootstrapWeb : PortalWeb
{
    public const string Password = "correct horse battery staple";

    internal LogLines<BootstrapStart> Log { get; } = new();

    public BootstrapLinks Links => Services.GetRequiredService<BootstrapLinks>();

    protected override Dictionary<string, string?> Settings =>
        new(StringComparer.Ordinal)
        {
            ["Portal:Identity:Mode"] = "None",
            ["Portal:Identity:RecheckEvery"] = "00:00:01",
            ["Portal:Pages:SignInsPerMinuteAndAddress"] = "1000",
        };

    /// <summary>A browser in which the administrator was set up anew.</summary>
    public async Task<BootstrapVisitor> SetUp()
    {
        var visitor = new BootstrapVisitor(Address);
        using var answer = await visitor.SetUp(await Links.Reopen(CancellationToken.None), Password);
        answer.StatusCode.ShouldBe(HttpStatusCode.Redirect, await answer.Content.ReadAsStringAsync());
        return visitor;
    }

    public async Task<List<AuditEvent>> Events(string kind)
    {
        await using var db = await Store.CreateDbContextAsync();
        return await db.Set<AuditEvent>().Where(e => e.Kind == kind).OrderByDescending(e => e.Id).ToListAsync();
    }

    public async Task<Person> Administrator()
    {
        await using var db = await Store.CreateDbContextAsync();
        var account = await db.Set<BootstrapAccount>().SingleAsync();
        return await db.Set<Person>().SingleAsync(p => p.Id == account.PersonId);
    }

    public async Task Sql(FormattableString statement)
    {
        await using var db = await Store.CreateDbContextAsync();
        await db.Database.ExecuteSqlAsync(statement);
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        base.ConfigureWebHost(builder);
        builder.ConfigureServices(services => services.AddSingleton<ILogger<BootstrapStart>>(Log));
    }
}

/// <summary>A browser without a screen at the pages of the bootstrap administrator.</summary>
public sealed class BootstrapVisitor(Uri portal) : IDisposable
{
    private const string Page = "/sign-in/bootstrap";

    public HttpClient Browser { get; } =
        new(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = portal };

    public Task<HttpResponseMessage> SetUp(string code, string password, string? repeated = null) =>
        Send("/setup", ("code", code), ("password", password), ("repeated", repeated ?? password));

    public Task<HttpResponseMessage> SignIn(string password) => Send("", ("password", password));

    public Task<HttpResponseMessage> Change(string present, string password) =>
        Send("/password", ("present", present), ("password", password), ("repeated", password));

    /// <summary>Whether pages are shown to it.</summary>
    public async Task<bool> IsIn() => (await Browser.GetAsync("/topics")).StatusCode == HttpStatusCode.OK;

    public void Dispose() => Browser.Dispose();

    private async Task<HttpResponseMessage> Send(string to, params (string Name, string Value)[] fields)
    {
        const string Before = "__RequestVerificationToken\" value=\"";
        var form = await (await Browser.GetAsync(Page)).Content.ReadAsStringAsync();
        var start = form.IndexOf(Before, StringComparison.Ordinal) + Before.Length;
        var all = fields.ToDictionary(field => field.Name, field => field.Value, StringComparer.Ordinal);
        if (start >= Before.Length)
        {
            all["__RequestVerificationToken"] = form[start..form.IndexOf('"', start)];
        }

        return await Browser.PostAsync(Page + to, new FormUrlEncodedContent(all));
    }
}
