using Portal.Core.Access;
using Portal.Tests.Kit;

namespace Portal.Tests.Interop;

/// <summary>Snippets in Go as they are copied, each the body of a function of one program.</summary>
internal static class GoSnippets
{
    /// <summary>Looks at the settings, writes, writes in a transaction, reads both.</summary>
    /// <returns>What each of them saw.</returns>
    public static async Task<string[]> Run(Func<AccessMode, string> snippet, string password)
    {
        var folder = Path.Combine(FetchedClient.FranzGo.Folder, "snippets");
        Directory.CreateDirectory(folder);
        await File.WriteAllTextAsync(Path.Combine(folder, "snippets.go"), Program(snippet));
        await Command.Run("bash", "-c", "cd \"$0\" && GOFLAGS=-mod=mod go build -o snippets .", folder); // of the module around it
        var seen = await Command.Run("env", $"KAFKA_PASSWORD={password}", Path.Combine(folder, "snippets"));
        return seen.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    private static string Program(Func<AccessMode, string> snippet) =>
        $$"""
            package main

            import (
            	"context"
            	"crypto/tls"
            	"crypto/x509"
            	"fmt"
            	"os"
            	"time"

            	"github.com/twmb/franz-go/pkg/kadm"
            	"github.com/twmb/franz-go/pkg/kgo"
            	"github.com/twmb/franz-go/pkg/sasl/scram"
            )

            // Not every snippet needs each of them.
            var (
            	_ = tls.Config{}
            	_ = x509.NewCertPool
            	_ = os.Getenv
            	_ = time.Minute
            	_ = kadm.NewClient
            	_ = scram.Auth{}
            )

            func main() {
            	ctx, done := context.WithTimeout(context.Background(), time.Minute)
            	defer done()
            	settings(ctx)
            	write(ctx, &kgo.Record{Value: []byte("written")})
            	transact(ctx, &kgo.Record{Value: []byte("written in a transaction")})
            	read(ctx)
            }

            func settings(ctx context.Context) {
            {{snippet(AccessMode.Manage)}}
            	check(err)
            	check(settings[0].Err)
            	fmt.Println("settings")
            }

            func write(ctx context.Context, record *kgo.Record) {
            {{snippet(AccessMode.Write)}}
            	check(err)
            	check(client.ProduceSync(ctx, record).FirstErr())
            }

            func transact(ctx context.Context, record *kgo.Record) {
            {{snippet(AccessMode.WriteInTransactions)}}
            	check(err)
            }

            func read(ctx context.Context) {
            {{snippet(AccessMode.Read)}}
            	check(err)
            	for seen := 0; seen < 2; {
            		fetches := client.PollFetches(ctx)
            		check(fetches.Err())
            		for _, record := range fetches.Records() {
            			fmt.Println(string(record.Value))
            			seen++
            		}
            	}
            }

            func check(err error) {
            	if err != nil {
            		fmt.Fprintln(os.Stderr, err)
            		os.Exit(1)
            	}
            }
            """;
}
