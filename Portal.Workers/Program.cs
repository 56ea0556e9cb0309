using Portal.Engines;
using Portal.Workers.Collecting;
using Portal.Workers.Evaluation;
using Portal.Workers.Hosting;

var builder = WebApplication.CreateBuilder(args);
builder.AddPortalWorkers();
builder.Services.AddPortalEngines(builder.Configuration);
builder.Services.AddCollecting(builder.Configuration);
builder.AddEvaluation();

var app = builder.Build();
app.MapWorkersHealth();
await app.RunAsync();
