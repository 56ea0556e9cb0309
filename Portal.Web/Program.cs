using Portal.Web;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddSingleton(TimeProvider.System);
builder.Services.AddPortalPages();

var app = builder.Build();
app.MapPortalPages();
await app.RunAsync();
