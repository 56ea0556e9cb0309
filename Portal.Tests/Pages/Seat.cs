using Microsoft.Extensions.DependencyInjection;
using Portal.Core.People;
using Portal.Core.Teams;
using Portal.Tests.Api;
using Portal.Web.Identity;
using Portal.Web.Pages;

namespace Portal.Tests.Pages;

/// <summary>Where a person sits without a browser: the services of one circuit, signed in, for models alone.</summary>
internal sealed class Seat : IAsyncDisposable
{
    private readonly AsyncServiceScope _scope;

    private Seat(AsyncServiceScope scope) => _scope = scope;

    public static async Task<Seat> Of(PortalWeb web, string person)
    {
        var scope = web.Services.CreateAsyncScope();
        var present = await scope
            .ServiceProvider.GetRequiredService<CallerReader>()
            .Read(
                db => db.Set<Person>().Where(p => p.Handle == person).Select(p => new PresentPerson { Person = p }),
                ActorVia.Page,
                CancellationToken.None
            );
        scope.ServiceProvider.GetRequiredService<Me>().Is(present);
        return new Seat(scope);
    }

    public T Service<T>()
        where T : class => _scope.ServiceProvider.GetRequiredService<T>();

    public T Model<T>()
        where T : class, IPageModel => (T)Model(typeof(T));

    /// <summary>With a part of it given by the test.</summary>
    public T Model<T>(Func<IServiceProvider, object> given)
        where T : class, IPageModel =>
        ActivatorUtilities.CreateInstance<T>(_scope.ServiceProvider, given(_scope.ServiceProvider));

    public IPageModel Model(Type type) => (IPageModel)ActivatorUtilities.CreateInstance(_scope.ServiceProvider, type);

    public ValueTask DisposeAsync() => _scope.DisposeAsync();
}
