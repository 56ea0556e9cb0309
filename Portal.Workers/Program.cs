using Portal.Workers.Hosting;

var builder = WebApplication.CreateBuilder(args);
builder.AddPortalWorkers();

var app = builder.Build();
app.MapWorkersHealth();
await app.RunAsync();
