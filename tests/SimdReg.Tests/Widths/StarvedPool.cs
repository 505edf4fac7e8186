using SimdReg.Tests.Support;
using SimdReg.Tuning;

namespace SimdReg.Tests.Widths;

/// <summary>Every kind of shared call while no thread of the pool comes free before all of them have returned.</summary>
internal static class StarvedPool
{
    // More than two blocks of a sum.
    private const int Length = (1 << 19) + 5;
    private const int Threads = 4;

    /// <summary>A line for each call that has returned with the result of a single thread.</summary>
    public static IEnumerable<string> Lines()
    {
        Occupy(out var release);
        foreach (var (name, call) in Calls())
        {
            yield return call(Threads).Equals(call(1)) ? name : $"{name}: another result";
        }

        release.Set();
    }

    public static IEnumerable<string> Names => Calls().Select(call => call.Name);

    /// <summary>Fills the pool with items that wait for what only the caller can give.</summary>
    private static void Occupy(out ManualResetEvent release)
    {
        var processors = Environment.ProcessorCount;
        ThreadPool.SetMinThreads(1, 1);
        ThreadPool.SetMaxThreads(processors, processors);
        var (gate, begun) = (new ManualResetEvent(false), new CountdownEvent(processors));
        for (var i = 0; i < 64; i++)
        {
            var isAmongFirst = i < processors;
            ThreadPool.UnsafeQueueUserWorkItem(
                _ =>
                {
                    if (isAmongFirst)
                    {
                        begun.Signal();
                    }

                    gate.WaitOne();
                },
                null);
        }

        begun.Wait();
        release = gate;
    }

    private static IEnumerable<(string Name, Func<int, object> Call)> Calls()
    {
        var (weights, gradients) = (Samples.Weights<float>(Length, seed: 1), Samples.Gradients<float>(Length, seed: 2));
        yield return ("step", threads =>
        {
            float[] stepped = [.. weights];
            new Sgd(0.1).Step(stepped, gradients, new L2(0.1), new StepOptions { MaxDegreeOfParallelism = threads });
            return WeightSums.Measure<float>(stepped);
        }
        );
        yield return ("measured step", threads => new Sgd(0.1).MeasuredStep((float[])[.. weights], gradients, new L2(0.1), new StepOptions { MaxDegreeOfParallelism = threads }));
        yield return ("guarded step", threads => new Sgd(0.1).TryStep((float[])[.. weights], gradients, new L2(0.1), new StepOptions { MaxDegreeOfParallelism = threads }));
        yield return ("sum", threads => Penalty.Sum<float, L2>(weights, new(0.1), threads));
        yield return ("set", threads =>
        {
            var set = new ParameterSet<float>();
            set.Add((float[])[.. weights], gradients, new Adam(0.1), new L1(0.1).Proximal());
            return set.MeasuredStep(new() { MaxDegreeOfParallelism = threads });
        }
        );
        yield return ("search", threads =>
            Search.Run([3.0, 1, 2], candidate => candidate, threads).Best.Candidate);
    }
}
