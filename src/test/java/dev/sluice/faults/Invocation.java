// SPDX-License-Identifier: Apache-2.0
package dev.sluice.faults;

import java.util.Collection;
import java.util.Map;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.DoFn.MultiOutputReceiver;
import org.apache.beam.sdk.transforms.DoFn.OutputReceiver;
import org.apache.beam.sdk.transforms.reflect.DoFnInvoker.BaseArgumentProvider;
import org.apache.beam.sdk.transforms.splittabledofn.RestrictionTracker;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.PaneInfo;
import org.apache.beam.sdk.values.OutputBuilder;
import org.apache.beam.sdk.values.PCollectionView;
import org.apache.beam.sdk.values.Row;
import org.apache.beam.sdk.values.TupleTag;
import org.joda.time.Instant;

/** What a method of a DoFn is called with: one element, or none at the edges of a bundle. */
final class Invocation extends BaseArgumentProvider<Object, Object> {
  private final Taken taken;
  private final TupleTag<Object> main;
  private final Emitter out;
  private final Object restriction;
  private final RestrictionTracker<?, ?> tracker;

  Invocation(Taken taken, TupleTag<Object> main, Emitter out) {
    this(taken, main, out, null, null);
  }

  private Invocation(
      Taken taken,
      TupleTag<Object> main,
      Emitter out,
      Object restriction,
      RestrictionTracker<?, ?> tracker) {
    this.taken = taken;
    this.main = main;
    this.out = out;
    this.restriction = restriction;
    this.tracker = tracker;
  }

  /** An element as the runner gave it. */
  record Taken(
      Object element,
      Instant timestamp,
      BoundedWindow window,
      Map<PCollectionView<?>, Object> sides) {
    Taken with(Object other) {
      return new Taken(other, timestamp, window, sides);
    }
  }

  /** Where output goes. */
  interface Emitter {
    Emitter NONE = (tag, value, timestamp, window) -> {};

    void emit(TupleTag<Object> tag, Object value, Instant timestamp, BoundedWindow window);
  }

  Invocation to(Emitter other) {
    return new Invocation(taken, main, other, restriction, tracker);
  }

  Invocation of(Object part) {
    return new Invocation(taken, main, out, part, tracker);
  }

  Invocation within(RestrictionTracker<?, ?> other) {
    return new Invocation(taken, main, out, restriction, other);
  }

  private <T> void emit(TupleTag<T> tag, T value) {
    @SuppressWarnings("unchecked") // what a DoFn gives fits its own tags
    TupleTag<Object> any = (TupleTag<Object>) tag;
    out.emit(any, value, taken.timestamp(), taken.window());
  }

  @Override
  public String getErrorContext() {
    return "a retried bundle";
  }

  @Override
  public Object element(DoFn<Object, Object> fn) {
    return taken.element();
  }

  @Override
  public Instant timestamp(DoFn<Object, Object> fn) {
    return taken.timestamp();
  }

  @Override
  public BoundedWindow window() {
    return taken.window();
  }

  @Override
  public PipelineOptions pipelineOptions() {
    return PipelineOptionsFactory.create();
  }

  @Override
  public Object restriction() {
    return restriction;
  }

  @Override
  public RestrictionTracker<?, ?> restrictionTracker() {
    return tracker;
  }

  @Override
  public OutputReceiver<Object> outputReceiver(DoFn<Object, Object> fn) {
    return receiver(main);
  }

  @Override
  public MultiOutputReceiver taggedOutputReceiver(DoFn<Object, Object> fn) {
    return new MultiOutputReceiver() {
      @Override
      public <T> OutputReceiver<T> get(TupleTag<T> tag) {
        return receiver(tag);
      }

      @Override
      public <T> OutputReceiver<Row> getRowReceiver(TupleTag<T> tag) {
        throw new UnsupportedOperationException();
      }
    };
  }

  private <T> OutputReceiver<T> receiver(TupleTag<T> tag) {
    return new OutputReceiver<>() {
      @Override
      public void output(T value) {
        emit(tag, value);
      }

      @Override
      public OutputBuilder<T> builder(T value) {
        throw new UnsupportedOperationException();
      }
    };
  }

  @Override
  public DoFn<Object, Object>.FinishBundleContext finishBundleContext(DoFn<Object, Object> fn) {
    return fn.new FinishBundleContext() {
      @Override
      public PipelineOptions getPipelineOptions() {
        return pipelineOptions();
      }

      @Override
      public void output(Object value, Instant timestamp, BoundedWindow window) {
        out.emit(main, value, timestamp, window);
      }

      @Override
      @SuppressWarnings("unchecked") // what a DoFn gives fits its own tags
      public <T> void output(TupleTag<T> tag, T value, Instant timestamp, BoundedWindow window) {
        out.emit((TupleTag<Object>) tag, value, timestamp, window);
      }
    };
  }

  @Override
  public DoFn<Object, Object>.ProcessContext processContext(DoFn<Object, Object> fn) {
    return new Context(fn).of;
  }

  /** The context of older methods. */
  private final class Context {
    final DoFn<Object, Object>.ProcessContext of;

    Context(DoFn<Object, Object> fn) {
      of =
          fn.new ProcessContext() {
            @Override
            public Object element() {
              return taken.element();
            }

            @Override
            @SuppressWarnings("unchecked") // it was taken from the view
            public <T> T sideInput(PCollectionView<T> view) {
              return (T) taken.sides().get(view);
            }

            @Override
            public Instant timestamp() {
              return taken.timestamp();
            }

            @Override
            public PaneInfo pane() {
              return PaneInfo.NO_FIRING;
            }

            @Override
            public String currentRecordId() {
              throw new UnsupportedOperationException();
            }

            @Override
            public Long currentRecordOffset() {
              throw new UnsupportedOperationException();
            }

            @Override
            public PipelineOptions getPipelineOptions() {
              return pipelineOptions();
            }

            @Override
            public void output(Object value) {
              emit(main, value);
            }

            @Override
            public void outputWithTimestamp(Object value, Instant timestamp) {
              throw new UnsupportedOperationException();
            }

            @Override
            public void outputWindowedValue(
                Object value,
                Instant timestamp,
                Collection<? extends BoundedWindow> windows,
                PaneInfo pane) {
              throw new UnsupportedOperationException();
            }

            @Override
            public <T> void output(TupleTag<T> tag, T value) {
              emit(tag, value);
            }

            @Override
            public <T> void outputWithTimestamp(TupleTag<T> tag, T value, Instant timestamp) {
              throw new UnsupportedOperationException();
            }

            @Override
            public <T> void outputWindowedValue(
                TupleTag<T> tag,
                T value,
                Instant timestamp,
                Collection<? extends BoundedWindow> windows,
                PaneInfo pane) {
              throw new UnsupportedOperationException();
            }
          };
    }
  }
}
