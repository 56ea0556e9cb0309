using Portal.Core.People;

namespace Portal.Web.Identity;

/// <summary>
/// A way for people to prove who they are. It maps its own endpoints under <c>/sign-in</c> and ends, like all of them, in a
/// session for a person of the store.
/// </summary>
public interface ISignInMethod
{
    SignInMode Mode { get; }

    /// <summary>Maps <c>/sign-in</c> and whatever else the method needs, open to everybody.</summary>
    void Map(IEndpointRouteBuilder routes);
}
