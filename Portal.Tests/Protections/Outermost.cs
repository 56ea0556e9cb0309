using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Portal.Tests.Protections;

/// <summary>Runs before everything else of the web, and so takes away what a protection would see, or what it answers.</summary>
internal sealed class Outermost(SabotagedWeb web) : IStartupFilter
{
    private static readonly string[] Strict = ["Content-Security-Policy", "X-Content-Type-Options", "Referrer-Policy"];

    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) =>
        app =>
        {
            app.Use(
                (http, rest) =>
                {
                    TakeOut(http);
                    return rest(http);
                }
            );
            next(app);
        };

    private void TakeOut(HttpContext http)
    {
        if (web.Lacks(Protection.OwnPages))
        {
            http.Request.Headers.Remove("Origin");
        }

        if (web.Lacks(Protection.BodyLength))
        {
            http.Features.Set<IHttpMaxRequestBodySizeFeature>(new AnyLength());
        }

        if (web.Lacks(Protection.Headers))
        {
            // The first that is registered runs last.
            http.Response.OnStarting(() =>
            {
                Array.ForEach(Strict, name => http.Response.Headers.Remove(name));
                return Task.CompletedTask;
            });
        }
    }

    private sealed class AnyLength : IHttpMaxRequestBodySizeFeature
    {
        public bool IsReadOnly => true;

        public long? MaxRequestBodySize { get; set; }
    }
}
