using Portal.Core;
using Portal.Core.Catalogue;
using Portal.Core.Changes.Requests;
using Portal.Core.Health;
using Portal.Core.Store;
using Portal.Engines;
using Portal.Web;
using Portal.Web.Api;
using Portal.Web.Api.Limits;
using Portal.Web.Health;
using Portal.Web.Identity;
using Portal.Web.Identity.Bootstrap;
using Portal.Web.Identity.ProxyHeaders;
using Portal.Web.Limits;
using Portal.Web.Proxy;

var builder = WebApplication.CreateBuilder(args);
if (args is [TokenCommand.Word or BootstrapCommand.Word, ..])
{
    // Standard output is for what is printed alone.
    builder.Logging.ClearProviders();
}

builder.Services.AddSingleton(TimeProvider.System);
builder.Services.AddPortalStore(builder.Configuration.GetConnectionString("Portal") ?? "");
builder.Services.AddPortalCore().AddClusterHealth().AddCatalogue();
builder.Services.AddOptions<RequestOptions>().Bind(builder.Configuration.GetSection(RequestOptions.Section));
builder.Services.AddPortalEngines(builder.Configuration);
builder.AddPortalIdentity();
builder.AddPortalHealth();
builder.Services.AddMemoryTrim(builder.Configuration);
builder.AddTelemetry(
    // What ASP.NET Core, Blazor and the driver of the store tell by themselves.
    new("portal-web", ["Portal.*", "Microsoft.AspNetCore", "Npgsql"], ["Portal.*", "Microsoft.AspNetCore.*", "Npgsql"])
);
builder.AddPortalApi();
builder.AddPortalProxy();
builder.AddPageLimits();
builder.Services.AddPortalPages();

var app = builder.Build();
if (args is [TokenCommand.Word, _, ..])
{
    return await TokenCommand.Run(app.Services, args[1..], CancellationToken.None);
}

if (args is [BootstrapCommand.Word, .. var more])
{
    return await BootstrapCommand.Run(app.Services, more, CancellationToken.None);
}

app.UseEmbeddedSignInGuard();
app.UseProxyGate(unread: http => ApiRegistration.Covers(http) || HealthEndpoints.Covers(http));
app.UsePortalProxy();
app.UseSameOrigin();
app.UseOpenConnections();
app.UsePortalPages();
app.UseStrangerLimit();
app.UseAddressLimits();
app.UseAuthentication();
app.UseTokenLimits();
app.UseAuthorization();
app.UsePersonLimits();
app.MapPortalPages();
app.MapPortalIdentity();
app.MapPortalHealth();
app.MapPortalApi();
return await app.RunGuarded();
