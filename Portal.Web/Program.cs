using Portal.Core;
using Portal.Core.Catalogue;
using Portal.Core.Health;
using Portal.Core.Store;
using Portal.Engines;
using Portal.Web;
using Portal.Web.Api;
using Portal.Web.Api.Limits;
using Portal.Web.Health;
using Portal.Web.Identity;

var builder = WebApplication.CreateBuilder(args);
if (args is [TokenCommand.Word, ..])
{
    // Standard output is for the token alone.
    builder.Logging.ClearProviders();
}

builder.Services.AddSingleton(TimeProvider.System);
builder.Services.AddPortalStore(builder.Configuration.GetConnectionString("Portal") ?? "");
builder.Services.AddPortalCore().AddClusterHealth().AddCatalogue();
builder.Services.AddPortalEngines(builder.Configuration);
builder.AddPortalIdentity();
builder.AddPortalHealth();
builder.AddTelemetry(
    // What ASP.NET Core, Blazor and the driver of the store tell by themselves.
    new("portal-web", ["Portal.*", "Microsoft.AspNetCore", "Npgsql"], ["Portal.*", "Microsoft.AspNetCore.*", "Npgsql"])
);
builder.AddPortalApi();
builder.Services.AddPortalPages();

var app = builder.Build();
if (args is [TokenCommand.Word, _, ..])
{
    return await TokenCommand.Run(app.Services, args[1..], CancellationToken.None);
}

if (EmbeddedSignInGuard.Complaint(app) is { } complaint)
{
    await Console.Error.WriteLineAsync(complaint);
    return 1;
}

app.UseSameOrigin();
app.UsePortalPages();
app.UseStrangerLimit();
app.UseAuthentication();
app.UseAuthorization();
app.MapPortalPages();
app.MapPortalIdentity();
app.MapPortalHealth();
app.MapPortalApi();
await app.RunAsync();
return 0;
