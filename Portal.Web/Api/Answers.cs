using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Portal.Core;
using Portal.Web.Api.Authentication;
using Portal.Web.Api.Limits;

namespace Portal.Web.Api;

/// <summary>From what an application service says to what a route answers, and the statuses a route says it may answer.</summary>
internal static class Answers
{
    public static Results<TDone, ProblemHttpResult> Answer<T, TDone>(this Outcome<T> outcome, Func<T, TDone> done)
        where TDone : IResult =>
        outcome switch
        {
            Outcome<T>.Done(var value) => done(value),
            Outcome<T>.Refused(var why) => Problem.Of(why),
            _ => throw new InvalidOperationException(outcome.GetType().Name),
        };

    public static async Task<Results<TDone, ProblemHttpResult>> Answer<T, TDone>(
        this Task<Outcome<T>> outcome,
        Func<T, TDone> done
    )
        where TDone : IResult => (await outcome).Answer(done);

    /// <summary>Documents refusals: what is not named here, by route or group, the route never answers.</summary>
    public static TBuilder Refuses<TBuilder>(this TBuilder route, params int[] statuses)
        where TBuilder : IEndpointConventionBuilder
    {
        foreach (var status in statuses)
        {
            route.WithMetadata(
                new ProducesResponseTypeMetadata(
                    status,
                    status == 422 ? typeof(HttpValidationProblemDetails) : typeof(ProblemDetails),
                    ["application/problem+json"]
                )
            );
        }

        return route;
    }

    /// <summary>Changes something: the token must be allowed to write. A POST honours <c>Idempotency-Key</c>.</summary>
    public static RouteHandlerBuilder Writes(this RouteHandlerBuilder route) =>
        route
            .RequireAuthorization(TokenAuthentication.WritePolicy)
            .WithMetadata(new HonoursIdempotencyKey())
            .Refuses(409, 413, 415, 422);
}
